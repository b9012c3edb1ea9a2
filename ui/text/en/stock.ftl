# What is left, and what a customer can be told.

stock_left = { $free } left
stock_at_risk = { $free } at risk
stock_owed = none · { $owed } owed
stock_none = none left
stock_service = service
stock_on_hand = { $quantity } on hand
stock_promise_beyond_books = { $short } more than should be there
stock_promise_short = { $waits } subject to stock, { $short } missing now
# As the receipt says it.
stock_promise_waits = { $waits } subject to stock
