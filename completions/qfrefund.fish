# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_qfrefund_global_optspecs
    string join \n p/profile= config= o/output= no-input q/quiet color= h/help V/version
end

function __fish_qfrefund_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_qfrefund_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_qfrefund_using_subcommand
    set -l cmd (__fish_qfrefund_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c qfrefund -n "__fish_qfrefund_needs_command" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_needs_command" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_needs_command" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_needs_command" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "issue" -d 'Refund a payment, wholly or in part'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "enquiry" -d 'Ask the gateway what became of a refund or a payment'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "payment" -d 'Tell all that is known of one payment: its refunds, what is left, and what to tell the customer'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "resolve" -d 'Find out what became of refunds whose outcome is open'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "close" -d 'Settle an open refund by your own word on what became of its money'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "reopen" -d 'Take a closing back'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "cancel" -d 'Give up one refund that was never sent'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "history" -d 'List the refunds in the journal'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "status" -d 'Say what waits, how much was refunded today, and how the journal is; asks nobody'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "show" -d 'Show one refund with everything that happened to it'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "journal" -d 'Make, verify, export, back up or restore the journal'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "batch" -d 'Refund many payments from a file'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "explain" -d 'Explain the gateway\'s response codes, offline and in both languages'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "profile" -d 'List, show and check profiles'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "simulator" -d 'Run a local gateway on which no money moves'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "man" -d 'Print the manual page of the program or of one command, or install all of them'
complete -c qfrefund -n "__fish_qfrefund_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l order-no -d 'Your own number of the payment (its out_trade_no) instead, looked up at the gateway first' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l amount -d 'Amount in major units of the profile\'s currency, for example 12.50' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l txamt -d 'Amount in minor units, as the gateway counts: 1250 is HKD 12.50 and JPY 1250' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l reference -d 'Your own key for this refund, for example a ticket number' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l reason -d 'Why the refund is made; repeated in the result, not sent' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l udid -d 'Device number shown in the merchant portal, at most 40 characters' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l out-trade-no -d 'Number of this refund, at most 128 visible ASCII characters without comma [default: a new one]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l txdtm -d 'Request time in UTC+8 [default: when it is sent]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l beside-open -d 'A refund of this payment that is still open was looked at, and this one may be made beside it' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l wait -d 'Where the outcome stays open, go on asking the gateway for it [default: 300 seconds]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l timeout -d 'Longest wait for the gateway, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l full -d 'Refund all that is left of the payment'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l again -d 'Try once more what was declined or given up under this reference'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s n -l dry-run -d 'Show what would be sent, and the text that is hashed, without sending'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l reveal-key -d 'With --dry-run: show the client key in the hashed text'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s y -l yes -d 'Do not ask for confirmation'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l twin -d 'A second refund of the same payment and amount is meant, whatever their references'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l no-preflight -d 'Do not look at the payment first'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand issue" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -l syssn -d 'The gateway\'s number of a payment or refund, instead of ours' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -l month -d 'Month it was submitted in, Hong Kong time; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -l timeout -d 'Longest wait for each answer, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand enquiry" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -l order-no -d 'Your own number of the payment (its out_trade_no) instead, looked up at the gateway first' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -l timeout -d 'Longest wait for each answer, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand payment" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l wait -d 'Go on asking until all are settled [default: 300 seconds]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l resend -d 'Send the same request again, under its number; takes several' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l note -d 'With --resend: why, for the journal' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l timeout -d 'Longest wait for each answer, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l all -d 'Every pending, unknown and closed refund of the profile; the default, said aloud'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l every-profile -d 'Those of every profile of the config file, one after the other'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -s y -l yes -d 'With --resend: do not ask for confirmation'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand resolve" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -l as -d 'What became of the money' -r -f -a "refunded-elsewhere\t'The payer has it by another way: its amount counts as given back'
not-refunded\t'The payer has not got it: the payment may be refunded again'
written-off\t'Nobody found out: its amount counts as gone, because it may be'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -l note -d 'How it was settled, and who says so' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -l unseen -d 'Why it is closed although it was not found absent for long enough' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -s y -l yes -d 'Do not ask for confirmation'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand close" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -l note -d 'Why, for the journal' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand reopen" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -l note -d 'Why, for the journal' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -s y -l yes -d 'Do not ask for confirmation'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand cancel" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l state -d 'Only refunds in this state; may be given several times' -r -f -a "planned\t'Written down, surely not sent'
sending\t'Being sent'
refunded\t'Refunded'
declined\t'Declined'
pending\t'Pending at the gateway'
unknown\t'Sent or perhaps sent, outcome not known'
closed\t'Settled by an operator\'s word, whatever it says of the money'
cancelled\t'Given up before it was sent'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l since -d 'Only refunds from this day or instant on, Hong Kong time' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l until -d 'Only refunds before this day or instant, Hong Kong time' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l by -d 'Which time --since and --until are about' -r -f -a "wanted\t'When it was written down'
sent\t'When it was claimed for the send that counts'
settled\t'The gateway\'s time of it, which decides the settlement day; only of what is refunded'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l changed-since -d 'Only refunds of which something was written down since this day or instant, or behind the `cursor` of an earlier list, which the journal must continue; `0` is the beginning' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l syssn -d 'Only refunds of this payment' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l reference -d 'Only the refund with this reference' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l txamt -d 'Only refunds of this amount, in minor units' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l amount -d 'Only refunds of this amount in the profile\'s currency, or between two: 10.00..25.00, 10.00.. or ..25.00' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l operator -d 'Only refunds written down by this operator, as it is listed: "mei (uid 1000)"' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l batch -d 'Only rows of this batch; the first characters of its identity are enough' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l file -d 'Only rows of batches that were first taken in from a file of this name; folders before it do not matter' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l limit -d 'At most so many; 0 for all [default: 50 in a table, all in every other form]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l journal -d 'Read this file, a backup for example, and change nothing; needs no profile' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l oldest-first -d 'The oldest first, not the newest'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l every-profile -d 'Refunds of every profile that shares the journal'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand history" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -l older-than -d 'End with the exit code of the worst refund that waits for longer than this: 30m, 2h, 1d' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -l prometheus -d 'Print Prometheus text instead'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand status" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -l journal -d 'Read this file, a backup for example, and change nothing; needs no profile' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand show" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "init" -d 'Make the profile\'s journal; one that is there is never touched'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "verify" -d 'Find what was edited, deleted or reordered carelessly'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "restore" -d 'Put a copy in the journal\'s place, and enter what it lacks from the gateway'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "rejoin" -d 'Enter from the gateway what the journal lacks, for this profile\'s merchant'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "export" -d 'Write everything as JSON lines to standard output'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "backup" -d 'Copy the journal to a new file; others may go on writing'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "adopt-merchant" -d 'Say whether a profile\'s merchant is the one of earlier refunds; it is recorded'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and not __fish_seen_subcommand_from init verify restore rejoin export backup adopt-merchant help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -l anew -d 'Also where a journal was seen before: it is lost, and there is no copy of it'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from init" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -l expect -d 'An event that must still be in the chain, as noted before; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -l journal -d 'Read this file, a backup for example, and change nothing; needs no profile' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l since -d 'Read from this month on [default: the month before the newest event that surely is the journal\'s]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l leave-out -d 'Leave out the refund with this syssn, whose row cannot be read; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l timeout -d 'Longest wait for each answer, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l forget-open -d 'Although refunds of the journal that is put aside would be forgotten, or the copy is another journal\'s'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from restore" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -l since -d 'Read from this month on [default: the month before the newest event that surely is the journal\'s]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -l leave-out -d 'Leave out the refund with this syssn, whose row cannot be read; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -l timeout -d 'Longest wait for each answer, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from rejoin" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from backup" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l of -d 'The earlier merchant, as the journal calls it [default: the one before under the profile\'s name, or else the only one that no profile names any more]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l note -d 'Why, for the journal' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l same -d 'It is the same merchant: what was refunded then counts, its references are used, and what is open is resolved with this profile [default: ask]'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l other -d 'It is another merchant, and begins anew'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from adopt-merchant" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make the profile\'s journal; one that is there is never touched'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Find what was edited, deleted or reordered carelessly'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Put a copy in the journal\'s place, and enter what it lacks from the gateway'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "rejoin" -d 'Enter from the gateway what the journal lacks, for this profile\'s merchant'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write everything as JSON lines to standard output'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Copy the journal to a new file; others may go on writing'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "adopt-merchant" -d 'Say whether a profile\'s merchant is the one of earlier refunds; it is recorded'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand journal; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "sample" -d 'Print a small file of refunds to try the other commands with, on the simulator'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "check" -d 'Read every row of a file and list everything that is wrong; nothing is sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "run" -d 'Refund every row of a file; running it again is always safe'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "status" -d 'Show how far a batch is, also while another process runs it'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "list" -d 'List the batches in which something waits: rows that were never sent, or are open'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "cancel" -d 'Give up the rows that have not been sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and not __fish_seen_subcommand_from sample check run status list cancel help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from sample" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l column -d 'Heading of a column that has another name, for example amount=退款金額; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l ignore-column -d 'A column that is not meant to be read, though its heading comes near one that is; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l separator -d 'What separates the cells of a CSV file [default: the profile\'s, else found by the headings]' -r -f -a "comma\t''
semicolon\t''
tab\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l encoding -d 'How the text is encoded; what is no text in it is a fault with its line [default: the profile\'s, else utf-8]' -r -f -a "utf-8\t''
utf-16\t''
utf-16le\t''
utf-16be\t''
big5\t''
gbk\t''
gb18030\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l faults -d 'Write every fault to this CSV file; of one FILE' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l online -d 'Also look at every payment at the gateway, and look order numbers up, within the rate limit'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l column -d 'Heading of a column that has another name, for example amount=退款金額; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l ignore-column -d 'A column that is not meant to be read, though its heading comes near one that is; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l separator -d 'What separates the cells of a CSV file [default: the profile\'s, else found by the headings]' -r -f -a "comma\t''
semicolon\t''
tab\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l encoding -d 'How the text is encoded; what is no text in it is a fault with its line [default: the profile\'s, else utf-8]' -r -f -a "utf-8\t''
utf-16\t''
utf-16le\t''
utf-16be\t''
big5\t''
gbk\t''
gb18030\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l results -d 'Write every row with what became of it to this .csv or .jsonl file; of several FILEs into this folder, of `a.csv` to `a.results.csv`' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l jobs -d 'How many refunds are under way at once' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l rate-limit -d 'How many requests may be sent: 400/min, 6/s or none [default: the profile\'s, else 400/min]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l expect-count -d 'Confirm by the number of rows to be refunded, those of an earlier run of the file included; refused if it differs' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l expect-total -d 'Confirm by the sum to be refunded, for example HKD=12345.00; refused if it differs' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l stop-at-errors -d 'Stop a file after so many rows that were not refunded' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l wait -d 'How long open rows are followed after the last one is sent, in seconds' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l timeout -d 'Longest wait for each answer, 1 to 600 seconds [default: the profile\'s, else 60]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -s y -l yes -d 'Do not ask for confirmation'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l skip-twins -d 'Leave out rows that were refunded before, by this file or another; what is planned of them stays planned'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l twins-meant -d 'Every second refund of the same payment and amount is meant, and every amount that was changed in the file'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l retry-declined -d 'Try the rows once more that the gateway has declined, each under a new number'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l retry-cancelled -d 'Try the rows once more that somebody has given up, each under a new number'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l odd-meant -d 'Rows that are odd in a way that is seldom meant are: no payment number of the file looks like one, or a row looks like one of sums'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l no-preflight -d 'Do not look at the payments first'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l keep-going -d 'Go on after an outcome that is unknown'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l pause-window -d 'Wait through the pause around midnight in Hong Kong instead of stopping'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l ignore-pause -d 'Send during that pause as well'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l column -d 'Heading of a column that has another name, for example amount=退款金額; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l ignore-column -d 'A column that is not meant to be read, though its heading comes near one that is; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l separator -d 'What separates the cells of a CSV file [default: the profile\'s, else found by the headings]' -r -f -a "comma\t''
semicolon\t''
tab\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l encoding -d 'How the text is encoded; what is no text in it is a fault with its line [default: the profile\'s, else utf-8]' -r -f -a "utf-8\t''
utf-16\t''
utf-16le\t''
utf-16be\t''
big5\t''
gbk\t''
gb18030\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l results -d 'Write every row with what has become of it by now to this .csv or .jsonl file; nothing is sent' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -l every-batch -d 'Also the batches in which nothing waits'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l column -d 'Heading of a column that has another name, for example amount=退款金額; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l ignore-column -d 'A column that is not meant to be read, though its heading comes near one that is; may be given several times' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l separator -d 'What separates the cells of a CSV file [default: the profile\'s, else found by the headings]' -r -f -a "comma\t''
semicolon\t''
tab\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l encoding -d 'How the text is encoded; what is no text in it is a fault with its line [default: the profile\'s, else utf-8]' -r -f -a "utf-8\t''
utf-16\t''
utf-16le\t''
utf-16be\t''
big5\t''
gbk\t''
gb18030\t''"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l batch -d 'Identity of the batch, or its first characters, instead of its file: `batch list` shows it' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l note -d 'Why, for the journal' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -s y -l yes -d 'Do not ask for confirmation'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from cancel" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "sample" -d 'Print a small file of refunds to try the other commands with, on the simulator'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "check" -d 'Read every row of a file and list everything that is wrong; nothing is sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "run" -d 'Refund every row of a file; running it again is always safe'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how far a batch is, also while another process runs it'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the batches in which something waits: rows that were never sent, or are open'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "cancel" -d 'Give up the rows that have not been sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -l all -d 'Every code there is'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand explain" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -f -a "list" -d 'List the profiles'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -f -a "show" -d 'Show a profile; its key is never shown'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -f -a "check" -d 'Check every profile, or the one named, and that its key can be read'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -f -a "init" -d 'Set up a profile: at a terminal by questions, else as a commented config file to start from'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -f -a "set-key" -d 'Store a profile\'s client key, from standard input, in the operating system\'s keyring'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and not __fish_seen_subcommand_from list show check init set-key help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -l online -d 'Ask the gateway too, by one enquiry that moves no money: are key, app code and mchid its own?'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from init" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from set-key" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the profiles'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a profile; its key is never shown'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check every profile, or the one named, and that its key can be read'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a profile: at a terminal by questions, else as a commented config file to start from'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "set-key" -d 'Store a profile\'s client key, from standard input, in the operating system\'s keyring'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -f -a "serve" -d 'Serve until interrupted'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -f -a "list" -d 'List the simulator\'s payments and the refunds it executed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -f -a "reset" -d 'Forget every payment and refund of the simulator'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and not __fish_seen_subcommand_from serve list reset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l listen -d 'Address and port; port 0 takes a free one' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l faults -d 'Faults to play, a TOML file' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l payments -d 'Payments to know besides the built-in ones, a JSONL file' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l rule -d 'A rule of the gateway to switch on or off; may be given several times' -r -f -a "clearing-pause\t'Refuse refunds from 23:30 to 00:30 Hong Kong time'
refund-windows\t'Refuse refunds after the payment method\'s refund window'
every-month\t'Let enquiries by out_trade_no see every month, not just the current one'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l mchid -d 'Shop number every request must carry [default: any or none]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l state -d 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user\'s data folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l allow-remote -d 'Also accept an address that other machines can reach'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from serve" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -l state -d 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user\'s data folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -l state -d 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user\'s data folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from reset" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve until interrupted'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the simulator\'s payments and the refunds it executed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Forget every payment and refund of the simulator'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand completions" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -l install -d 'Write the pages of all commands into this folder instead' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -s p -l profile -d 'Profile to use: merchant, environment and key [default: default_profile of the config file]' -r
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -l config -d 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user\'s config folder]' -r -F
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -s o -l output -d 'Form of the result on standard output' -r -f -a "table\t'For people'
json\t'One JSON document; docs/output.md describes it'
jsonl\t'One JSON object a line, for lists'
csv\t'Comma-separated values, for lists'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -l no-input -d 'Never ask; fail where a question would be needed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -s q -l quiet -d 'Print no notes, no warnings and no progress; errors stay'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand man" -s V -l version -d 'Print version'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "issue" -d 'Refund a payment, wholly or in part'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "enquiry" -d 'Ask the gateway what became of a refund or a payment'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "payment" -d 'Tell all that is known of one payment: its refunds, what is left, and what to tell the customer'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "resolve" -d 'Find out what became of refunds whose outcome is open'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "close" -d 'Settle an open refund by your own word on what became of its money'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "reopen" -d 'Take a closing back'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "cancel" -d 'Give up one refund that was never sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "history" -d 'List the refunds in the journal'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "status" -d 'Say what waits, how much was refunded today, and how the journal is; asks nobody'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "show" -d 'Show one refund with everything that happened to it'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "journal" -d 'Make, verify, export, back up or restore the journal'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "batch" -d 'Refund many payments from a file'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "explain" -d 'Explain the gateway\'s response codes, offline and in both languages'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "profile" -d 'List, show and check profiles'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "simulator" -d 'Run a local gateway on which no money moves'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "man" -d 'Print the manual page of the program or of one command, or install all of them'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and not __fish_seen_subcommand_from issue enquiry payment resolve close reopen cancel history status show journal batch explain profile simulator completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "init" -d 'Make the profile\'s journal; one that is there is never touched'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "verify" -d 'Find what was edited, deleted or reordered carelessly'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "restore" -d 'Put a copy in the journal\'s place, and enter what it lacks from the gateway'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "rejoin" -d 'Enter from the gateway what the journal lacks, for this profile\'s merchant'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "export" -d 'Write everything as JSON lines to standard output'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "backup" -d 'Copy the journal to a new file; others may go on writing'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from journal" -f -a "adopt-merchant" -d 'Say whether a profile\'s merchant is the one of earlier refunds; it is recorded'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "sample" -d 'Print a small file of refunds to try the other commands with, on the simulator'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "check" -d 'Read every row of a file and list everything that is wrong; nothing is sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "run" -d 'Refund every row of a file; running it again is always safe'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "status" -d 'Show how far a batch is, also while another process runs it'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "list" -d 'List the batches in which something waits: rows that were never sent, or are open'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "cancel" -d 'Give up the rows that have not been sent'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "list" -d 'List the profiles'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "show" -d 'Show a profile; its key is never shown'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "check" -d 'Check every profile, or the one named, and that its key can be read'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "init" -d 'Set up a profile: at a terminal by questions, else as a commented config file to start from'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "set-key" -d 'Store a profile\'s client key, from standard input, in the operating system\'s keyring'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "serve" -d 'Serve until interrupted'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "list" -d 'List the simulator\'s payments and the refunds it executed'
complete -c qfrefund -n "__fish_qfrefund_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "reset" -d 'Forget every payment and refund of the simulator'
