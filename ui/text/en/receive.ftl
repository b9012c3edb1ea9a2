receive_nav = Receive
receive_title = Receive goods
receive_about = Scan or choose what came, say how many, and send. The oldest backorders fill first. Needs a connection.
receive_choose_one = Several products match. Choose one from the list.
receive_delivery = This delivery
receive_reference = Delivery note (optional)
receive_nothing_entered = Nothing entered yet.
receive_send = Take these goods in
receive_already_received = The server already had this delivery; nothing was taken in twice.
receive_taken_in = Taken in.
receive_send_again = Send it again
receive_unanswered = This delivery was sent and no answer came. It stands here as it was sent; send it again to learn what became of it. Nothing is taken in twice.
receive_not_added = Not added. The delivery that was sent has to be answered first.
receive_not_a_quantity = “{ $typed }” is not a quantity. Nothing was sent. Type it like 12 or 1.5.
receive_taken_in_filling = Taken in. { $count ->
        [one] { $count } backorder
       *[other] { $count } backorders
    } filled.
