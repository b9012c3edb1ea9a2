order_nav = Orders
order_key = Orders
order_list_title = Orders
order_list_about = This store's sales, newest first.
order_search_hint = Receipt number or customer
order_only_backordered = Only what waits for goods
order_none = No order matches.
order_no_customer = No customer
order_lines = { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }
order_title = Order { $number }
order_loading = Fetching the order…
order_where_lines_stand = Where the goods are
order_not_seen_by_server = The server has not seen this sale yet. It is saved on this till and is sent by itself.
order_why_short = Why short?

order_stage_waiting = saved here, not sent yet
order_stage_placed = sent, not judged yet
order_stage_handed_over = handed over
order_stage_allocated = confirmed, goods are kept for it
order_stage_awaiting_stock = waits for goods

order_line_handed_over = { $quantity } handed over
order_line_allocated = { $quantity } confirmed, kept for it
order_line_backordered = { $quantity } on backorder
