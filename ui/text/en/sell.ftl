# Finding what the customer wants, and the keys of the counter.

sell_nav = Sell
sell_products = Products
sell_categories = Categories
sell_all = All
sell_nothing_found = No product matches “{ $typed }”. Fewer or shorter words find more.
sell_nothing_found_in = No product of “{ $category }” matches “{ $typed }”.
sell_search_everywhere = Search everywhere
sell_search_for = Search for “{ $text }”
sell_choose_named = The code “{ $code }” names { $count } products. Nothing was added. Arrow keys choose, Enter adds.
sell_not_chosen = The code “{ $code }” names several products and none was chosen. Nothing was added for it.
sell_is_order = “{ $number }” is an order of this store.
sell_open_order = Open it
sell_choose_one = “{ $text }” is no code, but { $count ->
        [one] { $count } product matches
       *[other] { $count } products match
    }. Arrow keys choose, Enter adds.
sell_choose_one_of_more = “{ $text }” is no code, but more than { $count ->
        [one] { $count } product matches
       *[other] { $count } products match
    }. Arrow keys choose, Enter adds.

sell_key_search = To the search field, from anywhere
sell_key_times = Before a scan or Enter: three of it; alone: three of the selected line
sell_key_tiles = Walk over the tiles; Enter adds the marked one
sell_key_lines = Choose a line of the cart
sell_key_quantity = One more or less of the selected line
sell_key_remove = Remove the selected line
sell_key_fulfilment = Carry out, pick up, deliver
sell_key_price = Another price for the selected line; while paying: cash
sell_key_card = While paying: card
sell_key_customer = Customer
sell_key_undo = Undo the last change of the cart
sell_key_pay = Pay; while paying: complete
