count_task_nav = { $count ->
        [0] To count
       *[other] To count { $count }
    }
count_task_title = To be counted
count_task_about = More was carried out than the books held. Count what is really on the shelf.
count_task_none = Nothing needs counting.
count_task_because = { $short } more than the books held, on { $at }
