set_aside_nav = { $count ->
        [0] Set aside
       *[other] Set aside { $count }
    }
set_aside_title = Set aside
set_aside_about = What the server could not apply as it stands. It is kept whole, and blocks nothing.
set_aside_none = Nothing was set aside.
set_aside_entry = Record { $seq }: { $kind }
set_aside_try_again = Try again
set_aside_retried = The server was asked to try it again.
set_aside_code_unreadable = Not readable by this server
set_aside_code_unknown_kind = For a newer server
set_aside_code_unknown_reference = Names something that does not exist
set_aside_code_not_allowed = Not allowed for this person's role
set_aside_code_inconsistent = Contradicts what is recorded
set_aside_code_fork = This till's records exist in two versions
