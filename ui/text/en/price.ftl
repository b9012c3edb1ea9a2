# Another price for one line of the cart.

price_title = Another price
price_about = { $name }, now { $price }
price_new = New price for one
price_reason = Reason
price_send = Use this price
price_needs_pin = Enter the PIN of whoever approves.
price_not_used = The price you typed is not used yet. Use it, or go back to drop it.
price_needs_reason = Say why the price is changed; it is recorded with the sale.
price_approved_by = Approved by
price_approver_pin = PIN
# The reasons that are offered; the one chosen is recorded with the sale.
price_reason_damaged = Damaged
price_reason_shelf = Shelf price differs
price_reason_match = Price match
price_reason_last = Last piece
