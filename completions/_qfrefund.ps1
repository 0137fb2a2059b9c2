
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'qfrefund' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'qfrefund'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'qfrefund' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Refund a payment, wholly or in part')
            [CompletionResult]::new('enquiry', 'enquiry', [CompletionResultType]::ParameterValue, 'Ask the gateway what became of a refund or a payment')
            [CompletionResult]::new('payment', 'payment', [CompletionResultType]::ParameterValue, 'Tell all that is known of one payment: its refunds, what is left, and what to tell the customer')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Find out what became of refunds whose outcome is open')
            [CompletionResult]::new('close', 'close', [CompletionResultType]::ParameterValue, 'Settle an open refund by your own word on what became of its money')
            [CompletionResult]::new('reopen', 'reopen', [CompletionResultType]::ParameterValue, 'Take a closing back')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Give up one refund that was never sent')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the refunds in the journal')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say what waits, how much was refunded today, and how the journal is; asks nobody')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one refund with everything that happened to it')
            [CompletionResult]::new('journal', 'journal', [CompletionResultType]::ParameterValue, 'Make, verify, export, back up or restore the journal')
            [CompletionResult]::new('batch', 'batch', [CompletionResultType]::ParameterValue, 'Refund many payments from a file')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain the gateway''s response codes, offline and in both languages')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles')
            [CompletionResult]::new('simulator', 'simulator', [CompletionResultType]::ParameterValue, 'Run a local gateway on which no money moves')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of the program or of one command, or install all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;issue' {
            [CompletionResult]::new('--order-no', '--order-no', [CompletionResultType]::ParameterName, 'Your own number of the payment (its out_trade_no) instead, looked up at the gateway first')
            [CompletionResult]::new('--amount', '--amount', [CompletionResultType]::ParameterName, 'Amount in major units of the profile''s currency, for example 12.50')
            [CompletionResult]::new('--txamt', '--txamt', [CompletionResultType]::ParameterName, 'Amount in minor units, as the gateway counts: 1250 is HKD 12.50 and JPY 1250')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Your own key for this refund, for example a ticket number')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why the refund is made; repeated in the result, not sent')
            [CompletionResult]::new('--udid', '--udid', [CompletionResultType]::ParameterName, 'Device number shown in the merchant portal, at most 40 characters')
            [CompletionResult]::new('--out-trade-no', '--out-trade-no', [CompletionResultType]::ParameterName, 'Number of this refund, at most 128 visible ASCII characters without comma [default: a new one]')
            [CompletionResult]::new('--txdtm', '--txdtm', [CompletionResultType]::ParameterName, 'Request time in UTC+8 [default: when it is sent]')
            [CompletionResult]::new('--beside-open', '--beside-open', [CompletionResultType]::ParameterName, 'A refund of this payment that is still open was looked at, and this one may be made beside it')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Where the outcome stays open, go on asking the gateway for it [default: 300 seconds]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for the gateway, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'Refund all that is left of the payment')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Try once more what was declined or given up under this reference')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be sent, and the text that is hashed, without sending')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and the text that is hashed, without sending')
            [CompletionResult]::new('--reveal-key', '--reveal-key', [CompletionResultType]::ParameterName, 'With --dry-run: show the client key in the hashed text')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--twin', '--twin', [CompletionResultType]::ParameterName, 'A second refund of the same payment and amount is meant, whatever their references')
            [CompletionResult]::new('--no-preflight', '--no-preflight', [CompletionResultType]::ParameterName, 'Do not look at the payment first')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;enquiry' {
            [CompletionResult]::new('--syssn', '--syssn', [CompletionResultType]::ParameterName, 'The gateway''s number of a payment or refund, instead of ours')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Month it was submitted in, Hong Kong time; may be given several times')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;payment' {
            [CompletionResult]::new('--order-no', '--order-no', [CompletionResultType]::ParameterName, 'Your own number of the payment (its out_trade_no) instead, looked up at the gateway first')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;resolve' {
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Go on asking until all are settled [default: 300 seconds]')
            [CompletionResult]::new('--resend', '--resend', [CompletionResultType]::ParameterName, 'Send the same request again, under its number; takes several')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'With --resend: why, for the journal')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every pending, unknown and closed refund of the profile; the default, said aloud')
            [CompletionResult]::new('--every-profile', '--every-profile', [CompletionResultType]::ParameterName, 'Those of every profile of the config file, one after the other')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'With --resend: do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'With --resend: do not ask for confirmation')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;close' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What became of the money')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'How it was settled, and who says so')
            [CompletionResult]::new('--unseen', '--unseen', [CompletionResultType]::ParameterName, 'Why it is closed although it was not found absent for long enough')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;reopen' {
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;cancel' {
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;history' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only refunds in this state; may be given several times')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only refunds from this day or instant on, Hong Kong time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only refunds before this day or instant, Hong Kong time')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Which time --since and --until are about')
            [CompletionResult]::new('--changed-since', '--changed-since', [CompletionResultType]::ParameterName, 'Only refunds of which something was written down since this day or instant, or behind the `cursor` of an earlier list, which the journal must continue; `0` is the beginning')
            [CompletionResult]::new('--syssn', '--syssn', [CompletionResultType]::ParameterName, 'Only refunds of this payment')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Only the refund with this reference')
            [CompletionResult]::new('--txamt', '--txamt', [CompletionResultType]::ParameterName, 'Only refunds of this amount, in minor units')
            [CompletionResult]::new('--amount', '--amount', [CompletionResultType]::ParameterName, 'Only refunds of this amount in the profile''s currency, or between two: 10.00..25.00, 10.00.. or ..25.00')
            [CompletionResult]::new('--operator', '--operator', [CompletionResultType]::ParameterName, 'Only refunds written down by this operator, as it is listed: "mei (uid 1000)"')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Only rows of this batch; the first characters of its identity are enough')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Only rows of batches that were first taken in from a file of this name; folders before it do not matter')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many; 0 for all [default: 50 in a table, all in every other form]')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'Read this file, a backup for example, and change nothing; needs no profile')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--oldest-first', '--oldest-first', [CompletionResultType]::ParameterName, 'The oldest first, not the newest')
            [CompletionResult]::new('--every-profile', '--every-profile', [CompletionResultType]::ParameterName, 'Refunds of every profile that shares the journal')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;status' {
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'End with the exit code of the worst refund that waits for longer than this: 30m, 2h, 1d')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--prometheus', '--prometheus', [CompletionResultType]::ParameterName, 'Print Prometheus text instead')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;show' {
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'Read this file, a backup for example, and change nothing; needs no profile')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the profile''s journal; one that is there is never touched')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Find what was edited, deleted or reordered carelessly')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a copy in the journal''s place, and enter what it lacks from the gateway')
            [CompletionResult]::new('rejoin', 'rejoin', [CompletionResultType]::ParameterValue, 'Enter from the gateway what the journal lacks, for this profile''s merchant')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write everything as JSON lines to standard output')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the journal to a new file; others may go on writing')
            [CompletionResult]::new('adopt-merchant', 'adopt-merchant', [CompletionResultType]::ParameterValue, 'Say whether a profile''s merchant is the one of earlier refunds; it is recorded')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;journal;init' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--anew', '--anew', [CompletionResultType]::ParameterName, 'Also where a journal was seen before: it is lost, and there is no copy of it')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;verify' {
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'An event that must still be in the chain, as noted before; may be given several times')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'Read this file, a backup for example, and change nothing; needs no profile')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;restore' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Read from this month on [default: the month before the newest event that surely is the journal''s]')
            [CompletionResult]::new('--leave-out', '--leave-out', [CompletionResultType]::ParameterName, 'Leave out the refund with this syssn, whose row cannot be read; may be given several times')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--forget-open', '--forget-open', [CompletionResultType]::ParameterName, 'Although refunds of the journal that is put aside would be forgotten, or the copy is another journal''s')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;rejoin' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Read from this month on [default: the month before the newest event that surely is the journal''s]')
            [CompletionResult]::new('--leave-out', '--leave-out', [CompletionResultType]::ParameterName, 'Leave out the refund with this syssn, whose row cannot be read; may be given several times')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;export' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;backup' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;adopt-merchant' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'The earlier merchant, as the journal calls it [default: the one before under the profile''s name, or else the only one that no profile names any more]')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--same', '--same', [CompletionResultType]::ParameterName, 'It is the same merchant: what was refunded then counts, its references are used, and what is open is resolved with this profile [default: ask]')
            [CompletionResult]::new('--other', '--other', [CompletionResultType]::ParameterName, 'It is another merchant, and begins anew')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;journal;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the profile''s journal; one that is there is never touched')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Find what was edited, deleted or reordered carelessly')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a copy in the journal''s place, and enter what it lacks from the gateway')
            [CompletionResult]::new('rejoin', 'rejoin', [CompletionResultType]::ParameterValue, 'Enter from the gateway what the journal lacks, for this profile''s merchant')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write everything as JSON lines to standard output')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the journal to a new file; others may go on writing')
            [CompletionResult]::new('adopt-merchant', 'adopt-merchant', [CompletionResultType]::ParameterValue, 'Say whether a profile''s merchant is the one of earlier refunds; it is recorded')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;journal;help;init' {
            break
        }
        'qfrefund;journal;help;verify' {
            break
        }
        'qfrefund;journal;help;restore' {
            break
        }
        'qfrefund;journal;help;rejoin' {
            break
        }
        'qfrefund;journal;help;export' {
            break
        }
        'qfrefund;journal;help;backup' {
            break
        }
        'qfrefund;journal;help;adopt-merchant' {
            break
        }
        'qfrefund;journal;help;help' {
            break
        }
        'qfrefund;batch' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Print a small file of refunds to try the other commands with, on the simulator')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Read every row of a file and list everything that is wrong; nothing is sent')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Refund every row of a file; running it again is always safe')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far a batch is, also while another process runs it')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the batches in which something waits: rows that were never sent, or are open')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Give up the rows that have not been sent')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;batch;sample' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;batch;check' {
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Heading of a column that has another name, for example amount=退款金額; may be given several times')
            [CompletionResult]::new('--ignore-column', '--ignore-column', [CompletionResultType]::ParameterName, 'A column that is not meant to be read, though its heading comes near one that is; may be given several times')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]')
            [CompletionResult]::new('--faults', '--faults', [CompletionResultType]::ParameterName, 'Write every fault to this CSV file; of one FILE')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Also look at every payment at the gateway, and look order numbers up, within the rate limit')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;batch;run' {
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Heading of a column that has another name, for example amount=退款金額; may be given several times')
            [CompletionResult]::new('--ignore-column', '--ignore-column', [CompletionResultType]::ParameterName, 'A column that is not meant to be read, though its heading comes near one that is; may be given several times')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]')
            [CompletionResult]::new('--results', '--results', [CompletionResultType]::ParameterName, 'Write every row with what became of it to this .csv or .jsonl file; of several FILEs into this folder, of `a.csv` to `a.results.csv`')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many refunds are under way at once')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'How many requests may be sent: 400/min, 6/s or none [default: the profile''s, else 400/min]')
            [CompletionResult]::new('--expect-count', '--expect-count', [CompletionResultType]::ParameterName, 'Confirm by the number of rows to be refunded, those of an earlier run of the file included; refused if it differs')
            [CompletionResult]::new('--expect-total', '--expect-total', [CompletionResultType]::ParameterName, 'Confirm by the sum to be refunded, for example HKD=12345.00; refused if it differs')
            [CompletionResult]::new('--stop-at-errors', '--stop-at-errors', [CompletionResultType]::ParameterName, 'Stop a file after so many rows that were not refunded')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long open rows are followed after the last one is sent, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for each answer, 1 to 600 seconds [default: the profile''s, else 60]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--skip-twins', '--skip-twins', [CompletionResultType]::ParameterName, 'Leave out rows that were refunded before, by this file or another; what is planned of them stays planned')
            [CompletionResult]::new('--twins-meant', '--twins-meant', [CompletionResultType]::ParameterName, 'Every second refund of the same payment and amount is meant, and every amount that was changed in the file')
            [CompletionResult]::new('--retry-declined', '--retry-declined', [CompletionResultType]::ParameterName, 'Try the rows once more that the gateway has declined, each under a new number')
            [CompletionResult]::new('--retry-cancelled', '--retry-cancelled', [CompletionResultType]::ParameterName, 'Try the rows once more that somebody has given up, each under a new number')
            [CompletionResult]::new('--odd-meant', '--odd-meant', [CompletionResultType]::ParameterName, 'Rows that are odd in a way that is seldom meant are: no payment number of the file looks like one, or a row looks like one of sums')
            [CompletionResult]::new('--no-preflight', '--no-preflight', [CompletionResultType]::ParameterName, 'Do not look at the payments first')
            [CompletionResult]::new('--keep-going', '--keep-going', [CompletionResultType]::ParameterName, 'Go on after an outcome that is unknown')
            [CompletionResult]::new('--pause-window', '--pause-window', [CompletionResultType]::ParameterName, 'Wait through the pause around midnight in Hong Kong instead of stopping')
            [CompletionResult]::new('--ignore-pause', '--ignore-pause', [CompletionResultType]::ParameterName, 'Send during that pause as well')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;batch;status' {
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Heading of a column that has another name, for example amount=退款金額; may be given several times')
            [CompletionResult]::new('--ignore-column', '--ignore-column', [CompletionResultType]::ParameterName, 'A column that is not meant to be read, though its heading comes near one that is; may be given several times')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]')
            [CompletionResult]::new('--results', '--results', [CompletionResultType]::ParameterName, 'Write every row with what has become of it by now to this .csv or .jsonl file; nothing is sent')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;batch;list' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--every-batch', '--every-batch', [CompletionResultType]::ParameterName, 'Also the batches in which nothing waits')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;batch;cancel' {
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Heading of a column that has another name, for example amount=退款金額; may be given several times')
            [CompletionResult]::new('--ignore-column', '--ignore-column', [CompletionResultType]::ParameterName, 'A column that is not meant to be read, though its heading comes near one that is; may be given several times')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'What separates the cells of a CSV file [default: the profile''s, else found by the headings]')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'How the text is encoded; what is no text in it is a fault with its line [default: the profile''s, else utf-8]')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Identity of the batch, or its first characters, instead of its file: `batch list` shows it')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;batch;help' {
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Print a small file of refunds to try the other commands with, on the simulator')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Read every row of a file and list everything that is wrong; nothing is sent')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Refund every row of a file; running it again is always safe')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far a batch is, also while another process runs it')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the batches in which something waits: rows that were never sent, or are open')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Give up the rows that have not been sent')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;batch;help;sample' {
            break
        }
        'qfrefund;batch;help;check' {
            break
        }
        'qfrefund;batch;help;run' {
            break
        }
        'qfrefund;batch;help;status' {
            break
        }
        'qfrefund;batch;help;list' {
            break
        }
        'qfrefund;batch;help;cancel' {
            break
        }
        'qfrefund;batch;help;help' {
            break
        }
        'qfrefund;explain' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every code there is')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;profile' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile; its key is never shown')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every profile, or the one named, and that its key can be read')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a profile: at a terminal by questions, else as a commented config file to start from')
            [CompletionResult]::new('set-key', 'set-key', [CompletionResultType]::ParameterValue, 'Store a profile''s client key, from standard input, in the operating system''s keyring')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;profile;list' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;profile;show' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;profile;check' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Ask the gateway too, by one enquiry that moves no money: are key, app code and mchid its own?')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;profile;init' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;profile;set-key' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile; its key is never shown')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every profile, or the one named, and that its key can be read')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a profile: at a terminal by questions, else as a commented config file to start from')
            [CompletionResult]::new('set-key', 'set-key', [CompletionResultType]::ParameterValue, 'Store a profile''s client key, from standard input, in the operating system''s keyring')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;profile;help;list' {
            break
        }
        'qfrefund;profile;help;show' {
            break
        }
        'qfrefund;profile;help;check' {
            break
        }
        'qfrefund;profile;help;init' {
            break
        }
        'qfrefund;profile;help;set-key' {
            break
        }
        'qfrefund;profile;help;help' {
            break
        }
        'qfrefund;simulator' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve until interrupted')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the simulator''s payments and the refunds it executed')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget every payment and refund of the simulator')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;simulator;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address and port; port 0 takes a free one')
            [CompletionResult]::new('--faults', '--faults', [CompletionResultType]::ParameterName, 'Faults to play, a TOML file')
            [CompletionResult]::new('--payments', '--payments', [CompletionResultType]::ParameterName, 'Payments to know besides the built-in ones, a JSONL file')
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'A rule of the gateway to switch on or off; may be given several times')
            [CompletionResult]::new('--mchid', '--mchid', [CompletionResultType]::ParameterName, 'Shop number every request must carry [default: any or none]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user''s data folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Also accept an address that other machines can reach')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;simulator;list' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user''s data folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;simulator;reset' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'File with its payments and refunds [default: qfrefund/simulator.jsonl in the user''s data folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;simulator;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve until interrupted')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the simulator''s payments and the refunds it executed')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget every payment and refund of the simulator')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;simulator;help;serve' {
            break
        }
        'qfrefund;simulator;help;list' {
            break
        }
        'qfrefund;simulator;help;reset' {
            break
        }
        'qfrefund;simulator;help;help' {
            break
        }
        'qfrefund;completions' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;man' {
            [CompletionResult]::new('--install', '--install', [CompletionResultType]::ParameterName, 'Write the pages of all commands into this folder instead')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile to use: merchant, environment and key [default: default_profile of the config file]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user''s config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Form of the result on standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; fail where a question would be needed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, no warnings and no progress; errors stay')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'qfrefund;help' {
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Refund a payment, wholly or in part')
            [CompletionResult]::new('enquiry', 'enquiry', [CompletionResultType]::ParameterValue, 'Ask the gateway what became of a refund or a payment')
            [CompletionResult]::new('payment', 'payment', [CompletionResultType]::ParameterValue, 'Tell all that is known of one payment: its refunds, what is left, and what to tell the customer')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Find out what became of refunds whose outcome is open')
            [CompletionResult]::new('close', 'close', [CompletionResultType]::ParameterValue, 'Settle an open refund by your own word on what became of its money')
            [CompletionResult]::new('reopen', 'reopen', [CompletionResultType]::ParameterValue, 'Take a closing back')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Give up one refund that was never sent')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the refunds in the journal')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say what waits, how much was refunded today, and how the journal is; asks nobody')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one refund with everything that happened to it')
            [CompletionResult]::new('journal', 'journal', [CompletionResultType]::ParameterValue, 'Make, verify, export, back up or restore the journal')
            [CompletionResult]::new('batch', 'batch', [CompletionResultType]::ParameterValue, 'Refund many payments from a file')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain the gateway''s response codes, offline and in both languages')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles')
            [CompletionResult]::new('simulator', 'simulator', [CompletionResultType]::ParameterValue, 'Run a local gateway on which no money moves')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of the program or of one command, or install all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qfrefund;help;issue' {
            break
        }
        'qfrefund;help;enquiry' {
            break
        }
        'qfrefund;help;payment' {
            break
        }
        'qfrefund;help;resolve' {
            break
        }
        'qfrefund;help;close' {
            break
        }
        'qfrefund;help;reopen' {
            break
        }
        'qfrefund;help;cancel' {
            break
        }
        'qfrefund;help;history' {
            break
        }
        'qfrefund;help;status' {
            break
        }
        'qfrefund;help;show' {
            break
        }
        'qfrefund;help;journal' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the profile''s journal; one that is there is never touched')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Find what was edited, deleted or reordered carelessly')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a copy in the journal''s place, and enter what it lacks from the gateway')
            [CompletionResult]::new('rejoin', 'rejoin', [CompletionResultType]::ParameterValue, 'Enter from the gateway what the journal lacks, for this profile''s merchant')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write everything as JSON lines to standard output')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the journal to a new file; others may go on writing')
            [CompletionResult]::new('adopt-merchant', 'adopt-merchant', [CompletionResultType]::ParameterValue, 'Say whether a profile''s merchant is the one of earlier refunds; it is recorded')
            break
        }
        'qfrefund;help;journal;init' {
            break
        }
        'qfrefund;help;journal;verify' {
            break
        }
        'qfrefund;help;journal;restore' {
            break
        }
        'qfrefund;help;journal;rejoin' {
            break
        }
        'qfrefund;help;journal;export' {
            break
        }
        'qfrefund;help;journal;backup' {
            break
        }
        'qfrefund;help;journal;adopt-merchant' {
            break
        }
        'qfrefund;help;batch' {
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Print a small file of refunds to try the other commands with, on the simulator')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Read every row of a file and list everything that is wrong; nothing is sent')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Refund every row of a file; running it again is always safe')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far a batch is, also while another process runs it')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the batches in which something waits: rows that were never sent, or are open')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Give up the rows that have not been sent')
            break
        }
        'qfrefund;help;batch;sample' {
            break
        }
        'qfrefund;help;batch;check' {
            break
        }
        'qfrefund;help;batch;run' {
            break
        }
        'qfrefund;help;batch;status' {
            break
        }
        'qfrefund;help;batch;list' {
            break
        }
        'qfrefund;help;batch;cancel' {
            break
        }
        'qfrefund;help;explain' {
            break
        }
        'qfrefund;help;profile' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile; its key is never shown')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every profile, or the one named, and that its key can be read')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a profile: at a terminal by questions, else as a commented config file to start from')
            [CompletionResult]::new('set-key', 'set-key', [CompletionResultType]::ParameterValue, 'Store a profile''s client key, from standard input, in the operating system''s keyring')
            break
        }
        'qfrefund;help;profile;list' {
            break
        }
        'qfrefund;help;profile;show' {
            break
        }
        'qfrefund;help;profile;check' {
            break
        }
        'qfrefund;help;profile;init' {
            break
        }
        'qfrefund;help;profile;set-key' {
            break
        }
        'qfrefund;help;simulator' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve until interrupted')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the simulator''s payments and the refunds it executed')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget every payment and refund of the simulator')
            break
        }
        'qfrefund;help;simulator;serve' {
            break
        }
        'qfrefund;help;simulator;list' {
            break
        }
        'qfrefund;help;simulator;reset' {
            break
        }
        'qfrefund;help;completions' {
            break
        }
        'qfrefund;help;man' {
            break
        }
        'qfrefund;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
