# Words on the parts that every page is made of.

kit_back = Back
kit_close = Close
kit_dismiss = OK
kit_keypad = Digits
kit_backspace = Delete the last digit
# A notice that was said more than once.
kit_said_times = { $words } ({ $times } times)
kit_print_roll = Print receipt, 80 mm
kit_print_a4 = Print A4
# The path of the file follows.
kit_printed = Receipt written to{ " " }
kit_printed_copy = Copy { $copy } written to{ " " }
