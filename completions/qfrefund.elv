
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
            cand explain 'Explain the gateway''s response codes, offline and in both languages'
            cand profile 'List, show and check profiles'
            cand simulator 'Run a local gateway on which no money moves'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual page of the program or of one command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;issue'= {
            cand --amount 'Amount in major units of the profile''s currency, for example 12.50'
            cand --txamt 'Amount in minor units, as the gateway counts: 1250 is HKD 12.50 and JPY 1250'
            cand --reference 'Your own key for this refund, for example a ticket number'
            cand --reason 'Why the refund is made; repeated in the result, not sent'
            cand --udid 'Device number shown in the merchant portal, at most 40 characters'
            cand --out-trade-no 'Number of this refund, 1 to 64 of [A-Za-z0-9_-] [default: a new one]'
            cand --txdtm 'Request time in UTC+8 [default: now]'
            cand --timeout 'Longest wait for the gateway, 1 to 600 seconds [default: the profile''s, else 60]'
            cand -p 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --profile 'Profile to use: merchant, environment and key [default: default_profile of the config file]'
            cand --config 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]'
            cand -o 'Form of the result on standard output'
            cand --output 'Form of the result on standard output'
            cand --color 'When to use colour'
            cand -n 'Show what would be sent, and the text that is hashed, without sending'
            cand --dry-run 'Show what would be sent, and the text that is hashed, without sending'
            cand --reveal-key 'With --dry-run: show the client key in the hashed text'
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
            cand check 'Check every profile, or the one named, and that its key can be read; nothing is sent'
            cand init 'Write a commented config file to start from; an existing one is never touched'
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
            cand check 'Check every profile, or the one named, and that its key can be read; nothing is sent'
            cand init 'Write a commented config file to start from; an existing one is never touched'
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
            cand explain 'Explain the gateway''s response codes, offline and in both languages'
            cand profile 'List, show and check profiles'
            cand simulator 'Run a local gateway on which no money moves'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual page of the program or of one command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qfrefund;help;issue'= {
        }
        &'qfrefund;help;enquiry'= {
        }
        &'qfrefund;help;explain'= {
        }
        &'qfrefund;help;profile'= {
            cand list 'List the profiles'
            cand show 'Show a profile; its key is never shown'
            cand check 'Check every profile, or the one named, and that its key can be read; nothing is sent'
            cand init 'Write a commented config file to start from; an existing one is never touched'
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
