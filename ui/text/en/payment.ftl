payment_cash = Cash
payment_card = Card
payment_back_to_sale = Back to the sale
payment_still_to_pay = Still to pay
payment_still_to_pay_cash = Still to pay, in cash
payment_cash_given = Cash given
payment_on_card = On the card
# Stands where an amount would be keyed in.
payment_all_of_it = all of it
payment_all_paid = Everything is paid. One press completes the sale.
payment_void = Take back

# What the large button will do.
payment_complete = Complete sale
payment_take_cash_complete = Take { $amount } cash, complete
payment_take_cash_part = Take { $amount } cash, { $left } left to pay
payment_ask_card = Ask the card reader for { $amount }
payment_await_card = Waiting for the card reader's answer
payment_nothing_to_pay = Nothing to pay
payment_not_an_amount = “{ $typed }” is not an amount. Type it like 12 or 1.50.
payment_change_will_be = Change will be { $change }
payment_far_too_much = { $amount } is far more than what is owed. If it was really given, press once more.
payment_complete_about = Saved on this till first; works the same offline.
payment_ask_card_about = It is recorded first that the reader is asked, so nothing is charged twice.

payment_card_about = Key in an amount to split, or leave it for the whole rest.
payment_card_asked = The card reader is asked for { $amount }
payment_card_asked_about = Key the amount into the card reader, then say what it answered.
payment_card_unknown = Card { $amount }: not known whether it was charged
payment_card_unknown_about = Nobody knows yet whether the card was charged. Look at the reader's last slip or ask the card company. Until this is answered, nothing is charged again.
payment_card_reference = Reference on the slip
payment_card_reference_missing = Type the reference from the card reader's slip; with it the payment can be found again.
payment_card_approved = Approved
payment_card_declined = Declined
payment_card_declined_again = Declined means that nothing was charged. If the reader says so, press once more.
payment_card_dont_know = Don't know

# What became of one payment; $kind is cash or card.
payment_tender_asked = { $kind } · reader asked
payment_tender_approved = { $kind } · approved · { $reference }
payment_tender_taken = { $kind } · taken
payment_tender_declined = { $kind } · declined, nothing charged
payment_tender_unknown = { $kind } · not known, must be answered
payment_tender_voided = { $kind } · taken back

# After the sale.
payment_done = The sale is done
payment_sale_saved = Sale { $number } over { $gross } is saved on this till
payment_change_to_give = Change to give
payment_no_change = No change
payment_paid_exactly = { $gross } was paid.
payment_next_sale = Next sale
# Beside the next basket.
payment_last_sale = Last sale { $number } · change { $change }
payment_last_sale_exact = Last sale { $number } · no change
payment_reprint = Reprint
payment_or_just_scan = Or just scan the next item.
