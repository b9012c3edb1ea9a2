# The list of keys, and how the scanner is set up. What a page's own keys do stands with the page.

keys_nav = Keys
keys_title = Keys
keys_help = This list
keys_enter = The large button
keys_back = Back; never destroys anything
keys_scanner = Scanner
keys_scanner_end = Set it up to end each code with Enter or Tab. Without an end only EAN, UPC and GS1 codes are heard.
keys_scanner_gap = Longest pause between keys, in ms (1 to 200)
keys_scanner_prefix = Put before each code
keys_scanner_suffix = Put after each code
