catalogue_nav = Products
catalogue_title = Products
catalogue_about = What you change is merged field by field with what others change at the same time.
catalogue_choose = Choose a product to see and edit it, or scan one.
catalogue_save = Save
catalogue_saved = Saved on this till. The others get it as soon as it is sent.
catalogue_nothing_changed = Nothing was changed.
catalogue_not_saved = What you changed here is not saved. Save it, or choose the other product once more to drop it.
catalogue_edit_waiting = Changed here; the server has not answered yet.
catalogue_edit_refused = An edit was refused: { $reason }
catalogue_price_note = A new price holds from the next sale on.
catalogue_barcodes_note = Several with a space between them.

# Wherever products are looked for.
catalogue_search_hint = Scan, or type a name, a code or 3 *
catalogue_not_a_quantity = “{ $typed }” is not a quantity. Nothing was added. Type it like 12 or 1.5.
catalogue_unknown_code = No product has the code “{ $code }”. Nothing was added.
catalogue_unknown_layout = No product has the code “{ $code }”. Nothing was added. These are the signs on the keys of digits: the scanner is set up for another country’s keyboard. Set scanner and till to the same one.
catalogue_no_price = No price
catalogue_price = Price
catalogue_price_not_an_amount = That is not an amount. Type it like 12.50.

catalogue_field_name = Name
catalogue_field_description = Description
catalogue_field_category = Category
catalogue_field_tax_class = Tax class
catalogue_field_barcodes = Barcodes
catalogue_field_shortage = When pick-up or delivery is not covered
catalogue_shortage_allow = Sell, it waits
catalogue_shortage_ask = Ask first
catalogue_shortage_deny = Do not sell
