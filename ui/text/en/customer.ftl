customer_choose = Choose the customer
customer_for_delivery = Delivered to whom?
customer_search_hint = Number, name, e-mail or phone
customer_none = No customer matches. Try the number, or part of the name.
customer_numbered = { $label } · { $number }
