review_nav = Reviews
review_title = Reviews
review_about = Sales whose total differs from the server's own reckoning. They stand as printed; look why.
review_none = Nothing to review.
review_amounts = Printed { $stated }, reckoned { $reckoned }
