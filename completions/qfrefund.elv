
set edit:completion:arg-completer[qfrefund] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) QFREFUND_COMPLETE="elvish" qfrefund -- $@words) | to-lines
}

