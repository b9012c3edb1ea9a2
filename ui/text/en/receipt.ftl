receipt_title = Receipt
