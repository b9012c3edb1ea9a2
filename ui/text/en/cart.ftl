cart_title = Cart
cart_empty = Nothing here yet. Scan the first item.
cart_no_customer = No customer
cart_clear_customer = Clear
cart_line_actions = The selected line
cart_no_line_selected = Scan, or choose a line to change it.
cart_frozen = A payment was taken, so the lines stand. Pay goes on with it.
cart_price_each = { $price } each
cart_price_instead = { $price } instead of { $list }
cart_quantity_of = Quantity of { $name }
cart_remove = Remove
cart_carry_out = Carry out
cart_pickup = Pick up
cart_delivery = Deliver
cart_deliver_to = Deliver to
cart_no_address = This customer has no address: the goods wait for one.
cart_choose_address = Choose an address
cart_lines = { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }
cart_subtotal = Subtotal
cart_discount = Discount
cart_tax_included = VAT included
cart_tax_added = VAT added
cart_to_pay = To pay
cart_undo = Undo
cart_cancel = Cancel basket
cart_cancel_sure = Again to cancel
cart_cancelled = The basket is empty. Undo brings it back until the next payment.
cart_cancel_again = Everything in the basket goes. If that is meant, press once more.
cart_not_a_quantity = “{ $typed }” is not a quantity. The line stays as it was. Type it like 12 or 1.5, or empty the field.
cart_pay = Pay
