drawer_title = Count the drawer
drawer_about = How much cash is in it before the first sale? This opens the shift and fixes its business date.
drawer_open_with = Open the shift with { $float }
