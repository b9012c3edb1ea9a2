backorder_nav = { $count ->
        [0] Backorders
       *[other] Backorders { $count }
    }
backorder_title = Backorders
backorder_about = Sold, and still waiting for goods: oldest first. They fill themselves in this order when goods arrive.
backorder_none = Nobody waits for goods.
backorder_owed = { $quantity } owed
backorder_order_line = { $number } · line { $line }
backorder_show_order = Show the order

# The story of one: what the till believed, who took the goods, what fell short, what comes.
backorder_story = Why short?
backorder_why_are_we_short = Why are we short of { $name }?
backorder_sold = { $terminal } sells order { $number }
# $sold is the sentence before.
backorder_believed = { $sold }, and believes { $believed } free
backorder_out_of_touch = { $sold }; it had not heard from the server for { $duration }
backorder_taken = Order { $number } takes { $quantity }
backorder_short = Order { $number } reaches the server: { $quantity } cannot be covered
backorder_lost = Order { $number } falls short: { $quantity } are no longer there
backorder_cause_sold_out = The last free units were gone when this sale reached the server.
backorder_cause_carried_out = Units were kept for it, and a customer at a counter walked out with them.
backorder_cause_counted = Units were kept for it, and a count found fewer on the shelf.
backorder_expected = Goods are expected on { $day }
backorder_no_date = No date is known yet
backorder_fills_itself = It fills itself when goods are taken in.

backorder_minutes = { $minutes } min
# $minutes has two digits.
backorder_hours = { $hours } h { $minutes } min
backorder_days = { $days ->
        [one] { $days } day
       *[other] { $days } days
    } { $hours } h
