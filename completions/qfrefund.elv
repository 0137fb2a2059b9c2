
use builtin;
use str;

set edit:completion:arg-completer[qfrefund] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'qfrefund'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'qfrefund'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand issue 'Refund a payment, wholly or in part'
            cand enquiry 'Ask the gateway what became of a refund or a payment'
            cand payment 'Tell all that is known of one payment: its refunds, what is left, and what to tell the customer'
            cand resolve 'Find out what became of refunds whose outcome is open'
            cand close 'Settle an open refund by your own word on what became of its money'
            cand reopen 'Take a closing back'
            cand cancel 'Give up one refund that was never sent'
            cand history 'List the refunds in the journal'
            cand status 'Say what waits, how much was refunded today, and how the journal is; asks nobody'
            cand show 'Show one refund with everything that happened to it'
            cand journal 'Make, verify, export, back up or restore the journal'
            cand batch 'Refund many payments from a file'
            cand explain 'Explain the gateway''s response codes, offline and in both languages'
            cand profile 'List, show and check profiles'
            cand simulator 'Run a local gateway on which no money moves'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual page of the program or of one command, or install all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;issue'= {
            cand --order-no 'Your own number of the payment (its out_trade_no) instead, looked up at the gateway first'
            cand --amount 'Amount in major units of the profile''s currency, for example 12.50'
            cand --txamt 'Amount in minor units, as the gateway counts: 1250 is HKD 12.50 and JPY 1250'
            cand --reference 'Your own key for this refund, for example a ticket number'
            cand --reason 'Why the refund is made; repeated in the result, not sent'
            cand --udid 'Device number shown in the merchant portal, at most 40 characters'
            cand --out-trade-no 'Number of this refund, at most 128 visible ASCII characters without comma [default: a new one]'
            cand --txdtm 'Request time in UTC+8 [default: when it is sent]'
            cand --beside-open 'A refund of this payment that is still open was looked at, and this one may be made beside it'
            cand --wait 'Where the outcome stays open, go on asking the gateway for it [default: 300 seconds]'
            cand --timeout 'Longest wait for the gateway, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --full 'Refund all that is left of the payment'
            cand --again 'Try once more what was declined or given up under this reference'
            cand -n 'Show what would be sent, and the text that is hashed, without sending'
            cand --dry-run 'Show what would be sent, and the text that is hashed, without sending'
            cand --reveal-key 'With --dry-run: show the client key in the hashed text'
            cand -y 'Do not ask for confirmation'
            cand --yes 'Do not ask for confirmation'
            cand --twin 'A second refund of the same payment and amount is meant, whatever their references'
            cand --no-preflight 'Do not look at the payment first'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;enquiry'= {
            cand --syssn 'The gateway''s number of a payment or refund, instead of ours'
            cand --month 'Month it was submitted in, Hong Kong time; may be given several times'
            cand --timeout 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;payment'= {
            cand --order-no 'Your own number of the payment (its out_trade_no) instead, looked up at the gateway first'
            cand --timeout 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;resolve'= {
            cand --wait 'Go on asking until all are settled [default: 300 seconds]'
            cand --resend 'Send the same request again, under its number; takes several'
            cand --note 'With --resend: why, for the journal'
            cand --timeout 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --all 'Every pending, unknown and closed refund of the profile; the default, said aloud'
            cand --every-profile 'Those of every profile of the config file, one after the other'
            cand -y 'With --resend: do not ask for confirmation'
            cand --yes 'With --resend: do not ask for confirmation'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;close'= {
            cand --as 'What became of the money'
            cand --note 'How it was settled, and who says so'
            cand --unseen 'Why it is closed although it was not found absent for long enough'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand -y 'Do not ask for confirmation'
            cand --yes 'Do not ask for confirmation'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;reopen'= {
            cand --note 'Why, for the journal'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;cancel'= {
            cand --note 'Why, for the journal'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand -y 'Do not ask for confirmation'
            cand --yes 'Do not ask for confirmation'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;history'= {
            cand --state 'Only refunds in this state; may be given several times'
            cand --since 'Only refunds from this day or instant on, Hong Kong time'
            cand --until 'Only refunds before this day or instant, Hong Kong time'
            cand --by 'Which time --since and --until are about'
            cand --changed-since 'Only refunds of which something was written down since this day or instant, or behind the `cursor` of an earlier list, which the journal must continue; `0` is the beginning'
            cand --syssn 'Only refunds of this payment'
            cand --reference 'Only the refund with this reference'
            cand --txamt 'Only refunds of this amount, in minor units'
            cand --amount 'Only refunds of this amount in the profile''s currency, or between two: 10.00..25.00, 10.00.. or ..25.00'
            cand --operator 'Only refunds written down by this operator, as it is listed: "mei (uid 1000)"'
            cand --batch 'Only rows of this batch; the first characters of its identity are enough'
            cand --file 'Only rows of batches that were first taken in from a file of this name; folders before it do not matter'
            cand --limit 'At most so many; 0 for all [default: 50 in a table, all in every other form]'
            cand --journal 'Read this file, a backup for example, and change nothing; needs no profile'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --oldest-first 'The oldest first, not the newest'
            cand --every-profile 'Refunds of every profile that shares the journal'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;status'= {
            cand --older-than 'End with the exit code of the worst refund that waits for longer than this: 30m, 2h, 1d'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --prometheus 'Print Prometheus text instead'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;show'= {
            cand --journal 'Read this file, a backup for example, and change nothing; needs no profile'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Make the profile''s journal; one that is there is never touched'
            cand verify 'Find what was edited, deleted or reordered carelessly'
            cand restore 'Put a copy in the journal''s place, and enter what it lacks from the gateway'
            cand rejoin 'Enter from the gateway what the journal lacks, for this profile''s merchant'
            cand export 'Write everything as JSON lines to standard output'
            cand backup 'Copy the journal to a new file; others may go on writing'
            cand adopt-merchant 'Say whether a profile''s merchant is the one of earlier refunds; it is recorded'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;journal;init'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --anew 'Also where a journal was seen before: it is lost, and there is no copy of it'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;verify'= {
            cand --expect 'An event that must still be in the chain, as noted before; may be given several times'
            cand --journal 'Read this file, a backup for example, and change nothing; needs no profile'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;restore'= {
            cand --since 'Read from this month on [default: the month before the newest event that surely is the journal''s]'
            cand --leave-out 'Leave out the refund with this syssn, whose row cannot be read; may be given several times'
            cand --timeout 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --forget-open 'Although refunds of the journal that is put aside would be forgotten, or the copy is another journal''s'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;rejoin'= {
            cand --since 'Read from this month on [default: the month before the newest event that surely is the journal''s]'
            cand --leave-out 'Leave out the refund with this syssn, whose row cannot be read; may be given several times'
            cand --timeout 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;export'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;backup'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;adopt-merchant'= {
            cand --of 'The earlier merchant, as the journal calls it [default: the one before under the profile''s name, or else the only one that no profile names any more]'
            cand --note 'Why, for the journal'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --same 'It is the same merchant: what was refunded then counts, its references are used, and what is open is resolved with this profile [default: ask]'
            cand --other 'It is another merchant, and begins anew'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;journal;help'= {
            cand init 'Make the profile''s journal; one that is there is never touched'
            cand verify 'Find what was edited, deleted or reordered carelessly'
            cand restore 'Put a copy in the journal''s place, and enter what it lacks from the gateway'
            cand rejoin 'Enter from the gateway what the journal lacks, for this profile''s merchant'
            cand export 'Write everything as JSON lines to standard output'
            cand backup 'Copy the journal to a new file; others may go on writing'
            cand adopt-merchant 'Say whether a profile''s merchant is the one of earlier refunds; it is recorded'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;journal;help;init'= {
        }
        &'qfrefund;journal;help;verify'= {
        }
        &'qfrefund;journal;help;restore'= {
        }
        &'qfrefund;journal;help;rejoin'= {
        }
        &'qfrefund;journal;help;export'= {
        }
        &'qfrefund;journal;help;backup'= {
        }
        &'qfrefund;journal;help;adopt-merchant'= {
        }
        &'qfrefund;journal;help;help'= {
        }
        &'qfrefund;batch'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand sample 'Print a small file of refunds to try the other commands with, on the simulator'
            cand check 'Read every row of a file and list everything that is wrong; nothing is sent'
            cand run 'Refund every row of a file; running it again is always safe'
            cand status 'Show how far a batch is, also while another process runs it'
            cand list 'List the batches in which something waits: rows that were never sent, or are open'
            cand cancel 'Give up the rows that have not been sent'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;batch;sample'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;batch;check'= {
            cand --column 'Heading of a column that has another name, for example amount=退款金額; may be given several times'
            cand --ignore-column 'A column that is not meant to be read, though its heading comes near one that is; may be given several times'
            cand --separator 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]'
            cand --encoding 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]'
            cand --faults 'Write every fault to this CSV file; of one FILE'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --online 'Also look at every payment at the gateway, and look order numbers up, within the rate limit'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;batch;run'= {
            cand --column 'Heading of a column that has another name, for example amount=退款金額; may be given several times'
            cand --ignore-column 'A column that is not meant to be read, though its heading comes near one that is; may be given several times'
            cand --separator 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]'
            cand --encoding 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]'
            cand --results 'Write every row with what became of it to this .csv or .jsonl file; of several FILEs into this folder, of `a.csv` to `a.results.csv`'
            cand --jobs 'How many refunds are under way at once'
            cand --rate-limit 'How many requests may be sent: 400/min, 6/s or none [default: the profile''s, else 400/min]'
            cand --expect-count 'Confirm by the number of rows to be refunded, those of an earlier run of the file included; refused if it differs'
            cand --expect-total 'Confirm by the sum to be refunded, for example HKD=12345.00; refused if it differs'
            cand --stop-at-errors 'Stop a file after so many rows that were not refunded'
            cand --wait 'How long open rows are followed after the last one is sent, in seconds'
            cand --timeout 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand -y 'Do not ask for confirmation'
            cand --yes 'Do not ask for confirmation'
            cand --skip-twins 'Leave out rows that were refunded before, by this file or another; what is planned of them stays planned'
            cand --twins-meant 'Every second refund of the same payment and amount is meant, and every amount that was changed in the file'
            cand --retry-declined 'Try the rows once more that the gateway has declined, each under a new number'
            cand --retry-cancelled 'Try the rows once more that somebody has given up, each under a new number'
            cand --odd-meant 'Rows that are odd in a way that is seldom meant are: no payment number of the file looks like one, or a row looks like one of sums'
            cand --no-preflight 'Do not look at the payments first'
            cand --keep-going 'Go on after an outcome that is unknown'
            cand --pause-window 'Wait through the pause around midnight in Hong Kong instead of stopping'
            cand --ignore-pause 'Send during that pause as well'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;batch;status'= {
            cand --column 'Heading of a column that has another name, for example amount=退款金額; may be given several times'
            cand --ignore-column 'A column that is not meant to be read, though its heading comes near one that is; may be given several times'
            cand --separator 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]'
            cand --encoding 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]'
            cand --results 'Write every row with what has become of it by now to this .csv or .jsonl file; nothing is sent'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;batch;list'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --every-batch 'Also the batches in which nothing waits'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;batch;cancel'= {
            cand --column 'Heading of a column that has another name, for example amount=退款金額; may be given several times'
            cand --ignore-column 'A column that is not meant to be read, though its heading comes near one that is; may be given several times'
            cand --separator 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]'
            cand --encoding 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]'
            cand --batch 'Identity of the batch, or its first characters, instead of its file: `batch list` shows it'
            cand --note 'Why, for the journal'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand -y 'Do not ask for confirmation'
            cand --yes 'Do not ask for confirmation'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;batch;help'= {
            cand sample 'Print a small file of refunds to try the other commands with, on the simulator'
            cand check 'Read every row of a file and list everything that is wrong; nothing is sent'
            cand run 'Refund every row of a file; running it again is always safe'
            cand status 'Show how far a batch is, also while another process runs it'
            cand list 'List the batches in which something waits: rows that were never sent, or are open'
            cand cancel 'Give up the rows that have not been sent'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;batch;help;sample'= {
        }
        &'qfrefund;batch;help;check'= {
        }
        &'qfrefund;batch;help;run'= {
        }
        &'qfrefund;batch;help;status'= {
        }
        &'qfrefund;batch;help;list'= {
        }
        &'qfrefund;batch;help;cancel'= {
        }
        &'qfrefund;batch;help;help'= {
        }
        &'qfrefund;explain'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --all 'Every code there is'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;profile'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List the profiles'
            cand show 'Show a profile; its key is never shown'
            cand check 'Check every profile, or the one named, and that its key can be read'
            cand init 'Set up a profile: at a terminal by questions, else as a commented config file to start from'
            cand set-key 'Store a profile''s client key, from standard input, in the operating system''s keyring'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;profile;list'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;profile;show'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;profile;check'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --online 'Ask the gateway too, by one enquiry that moves no money: are key, app code and mchid its own?'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;profile;init'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;profile;set-key'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;profile;help'= {
            cand list 'List the profiles'
            cand show 'Show a profile; its key is never shown'
            cand check 'Check every profile, or the one named, and that its key can be read'
            cand init 'Set up a profile: at a terminal by questions, else as a commented config file to start from'
            cand set-key 'Store a profile''s client key, from standard input, in the operating system''s keyring'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;profile;help;list'= {
        }
        &'qfrefund;profile;help;show'= {
        }
        &'qfrefund;profile;help;check'= {
        }
        &'qfrefund;profile;help;init'= {
        }
        &'qfrefund;profile;help;set-key'= {
        }
        &'qfrefund;profile;help;help'= {
        }
        &'qfrefund;simulator'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand serve 'Serve until interrupted'
            cand list 'List the simulator''s payments and the refunds it executed'
            cand reset 'Forget every payment and refund of the simulator'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;simulator;serve'= {
            cand --listen 'Address and port; port 0 takes a free one'
            cand --faults 'Faults to play, a TOML file'
            cand --payments 'Payments to know besides the built-in ones, a JSONL file'
            cand --rule 'A rule of the gateway to switch on or off; may be given several times'
            cand --mchid 'Shop number every request must carry [default: any or none]'
            cand --state 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user''s data folder]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --allow-remote 'Also accept an address that other machines can reach'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;simulator;list'= {
            cand --state 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user''s data folder]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;simulator;reset'= {
            cand --state 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user''s data folder]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;simulator;help'= {
            cand serve 'Serve until interrupted'
            cand list 'List the simulator''s payments and the refunds it executed'
            cand reset 'Forget every payment and refund of the simulator'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;simulator;help;serve'= {
        }
        &'qfrefund;simulator;help;list'= {
        }
        &'qfrefund;simulator;help;reset'= {
        }
        &'qfrefund;simulator;help;help'= {
        }
        &'qfrefund;completions'= {
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;man'= {
            cand --install 'Write the pages of all commands into this folder instead'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand --no-input 'Never ask; fail where a question would be needed'
            cand -q 'Print no notes, no warnings and no progress; errors stay'
            cand --quiet 'Print no notes, no warnings and no progress; errors stay'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'qfrefund;help'= {
            cand issue 'Refund a payment, wholly or in part'
            cand enquiry 'Ask the gateway what became of a refund or a payment'
            cand payment 'Tell all that is known of one payment: its refunds, what is left, and what to tell the customer'
            cand resolve 'Find out what became of refunds whose outcome is open'
            cand close 'Settle an open refund by your own word on what became of its money'
            cand reopen 'Take a closing back'
            cand cancel 'Give up one refund that was never sent'
            cand history 'List the refunds in the journal'
            cand status 'Say what waits, how much was refunded today, and how the journal is; asks nobody'
            cand show 'Show one refund with everything that happened to it'
            cand journal 'Make, verify, export, back up or restore the journal'
            cand batch 'Refund many payments from a file'
            cand explain 'Explain the gateway''s response codes, offline and in both languages'
            cand profile 'List, show and check profiles'
            cand simulator 'Run a local gateway on which no money moves'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual page of the program or of one command, or install all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;help;issue'= {
        }
        &'qfrefund;help;enquiry'= {
        }
        &'qfrefund;help;payment'= {
        }
        &'qfrefund;help;resolve'= {
        }
        &'qfrefund;help;close'= {
        }
        &'qfrefund;help;reopen'= {
        }
        &'qfrefund;help;cancel'= {
        }
        &'qfrefund;help;history'= {
        }
        &'qfrefund;help;status'= {
        }
        &'qfrefund;help;show'= {
        }
        &'qfrefund;help;journal'= {
            cand init 'Make the profile''s journal; one that is there is never touched'
            cand verify 'Find what was edited, deleted or reordered carelessly'
            cand restore 'Put a copy in the journal''s place, and enter what it lacks from the gateway'
            cand rejoin 'Enter from the gateway what the journal lacks, for this profile''s merchant'
            cand export 'Write everything as JSON lines to standard output'
            cand backup 'Copy the journal to a new file; others may go on writing'
            cand adopt-merchant 'Say whether a profile''s merchant is the one of earlier refunds; it is recorded'
        }
        &'qfrefund;help;journal;init'= {
        }
        &'qfrefund;help;journal;verify'= {
        }
        &'qfrefund;help;journal;restore'= {
        }
        &'qfrefund;help;journal;rejoin'= {
        }
        &'qfrefund;help;journal;export'= {
        }
        &'qfrefund;help;journal;backup'= {
        }
        &'qfrefund;help;journal;adopt-merchant'= {
        }
        &'qfrefund;help;batch'= {
            cand sample 'Print a small file of refunds to try the other commands with, on the simulator'
            cand check 'Read every row of a file and list everything that is wrong; nothing is sent'
            cand run 'Refund every row of a file; running it again is always safe'
            cand status 'Show how far a batch is, also while another process runs it'
            cand list 'List the batches in which something waits: rows that were never sent, or are open'
            cand cancel 'Give up the rows that have not been sent'
        }
        &'qfrefund;help;batch;sample'= {
        }
        &'qfrefund;help;batch;check'= {
        }
        &'qfrefund;help;batch;run'= {
        }
        &'qfrefund;help;batch;status'= {
        }
        &'qfrefund;help;batch;list'= {
        }
        &'qfrefund;help;batch;cancel'= {
        }
        &'qfrefund;help;explain'= {
        }
        &'qfrefund;help;profile'= {
            cand list 'List the profiles'
            cand show 'Show a profile; its key is never shown'
            cand check 'Check every profile, or the one named, and that its key can be read'
            cand init 'Set up a profile: at a terminal by questions, else as a commented config file to start from'
            cand set-key 'Store a profile''s client key, from standard input, in the operating system''s keyring'
        }
        &'qfrefund;help;profile;list'= {
        }
        &'qfrefund;help;profile;show'= {
        }
        &'qfrefund;help;profile;check'= {
        }
        &'qfrefund;help;profile;init'= {
        }
        &'qfrefund;help;profile;set-key'= {
        }
        &'qfrefund;help;simulator'= {
            cand serve 'Serve until interrupted'
            cand list 'List the simulator''s payments and the refunds it executed'
            cand reset 'Forget every payment and refund of the simulator'
        }
        &'qfrefund;help;simulator;serve'= {
        }
        &'qfrefund;help;simulator;list'= {
        }
        &'qfrefund;help;simulator;reset'= {
        }
        &'qfrefund;help;completions'= {
        }
        &'qfrefund;help;man'= {
        }
        &'qfrefund;help;help'= {
        }
    ]
    $completions[$command]
}
