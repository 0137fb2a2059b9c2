complete --keep-order --exclusive --command qfrefund --arguments "(QFREFUND_COMPLETE=fish qfrefund -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
