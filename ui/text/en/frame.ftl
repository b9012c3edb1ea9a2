# What stands around every page: the top bar, the ways to other pages, what is wrong with the till itself.

frame_starting = Starting…
frame_till_silent = The till's program does not answer. What was completed is safe on disk; nothing else was recorded. Wait a moment and try again; if it stays so, start the till again.
frame_till_silent_short = The till's program does not answer: do not sell until it does
frame_till_unreadable = The till answered in a way these screens do not understand. Completed sales are safe. Start the till again so that both are of the same version.
frame_sign_out = Sign out
frame_other_pages = Other screens
frame_light = Light
frame_dark = Dark

frame_till_code = Till { $code }
frame_till_name = { $name } · { $code }

# How it stands with the server. $waiting is one of the three sentences below.
frame_nothing_waiting = nothing waiting
frame_records_waiting = { $count ->
        [one] { $count } record
       *[other] { $count } records
    } saved on this till, waiting
frame_sales_waiting = { $count ->
        [one] { $count } sale
       *[other] { $count } sales
    } saved on this till, waiting

frame_offline = Offline · { $waiting }
frame_offline_since = Offline since { $since } · { $waiting }
frame_connecting = Connecting · { $waiting }
frame_online_all_sent = Online · everything sent
frame_online_outdated = Online · this till needs an update: { $count ->
        [one] { $count } change
       *[other] { $count } changes
    } from the server cannot be read yet, so prices and orders may be old
frame_online_sending_records = Online · sending { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
frame_online_sending_sales = Online · sending { $count ->
        [one] { $count } sale
       *[other] { $count } sales
    }
frame_loading = Loading the catalogue: { $done } of { $of }
frame_setting_up = Setting up this till: talking to the server
frame_not_set_up = Not set up yet: the server cannot be reached
frame_not_set_up_because = Not set up yet: { $reason }
frame_refused = The server refuses this till: { $reason }
frame_refused_keeping = The server refuses this till: { $reason } · { $count ->
        [one] { $count } record
       *[other] { $count } records
    } kept on this till
# Stands for the reason where the server gave none.
frame_ask_administrator = ask your administrator

frame_alarm_fork = There are two copies of this till, since its record { $seq }. Every sale of both is kept at the server. Use only one of them, and call your administrator.
frame_alarm_missing = The server misses record { $seq } of this till, which is not on its disk. New sales are safe here, but they are not sent. Call your administrator.
frame_alarm_rebuilt = This till's file was lost or damaged, and was built again from its journal: every completed sale that it holds is here and is sent. A basket that was open is not, nor a payment taken for it. Call your administrator: the disk may be failing.
frame_alarm_rebuilt_in_part = This till's file was lost or damaged, and its journal as well: what was sold last may be missing here. What the server had is there, and the damaged files are kept beside the new ones. Compare your receipts, and call your administrator before you go on.

frame_no_stock_yet = No stock figures yet
frame_stock_as_of = Stock as of { $at }
# $age is one of the two above.
frame_tills_silent = { $age } · { $count ->
        [one] { $count } till
       *[other] { $count } tills
    } not heard from
