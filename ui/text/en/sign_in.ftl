sign_in_title = Who is at the till?
sign_in_nobody_yet = Nobody can sign in yet: this till is still loading its shop. It goes on by itself as soon as the server answers.
sign_in_pin_of = PIN of { $name }
sign_in_digits = { $count ->
        [one] { $count } digit
       *[other] { $count } digits
    } entered
sign_in_enter = Sign in
sign_in_somebody_else = Somebody else
sign_in_works_offline = Works without a connection.
sign_in_role_cashier = Cashier
sign_in_role_manager = Manager
sign_in_role_admin = Administrator
