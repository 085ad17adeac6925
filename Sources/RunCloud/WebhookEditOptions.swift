import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `[--webhook URL [--webhook-secret-file F] | --no-webhook] [--json]`: what an edit does to a channel, and how it tells.
struct WebhookEditOptions: ParsableArguments {
    @OptionGroup(title: "Notices") var webhook: WebhookOptions

    @Flag(help: "Take the webhook away; a department's hosts are told instead.")
    var noWebhook = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if noWebhook, webhook.webhook != nil {
            throw ValidationError("--webhook and --no-webhook exclude each other.")
        }
    }

    /// Does the edit, and prints what it made: as JSON where that was asked for, or a new secret is to be shown.
    ///
    /// - Parameters:
    ///   - edit: writes, given what becomes of the channel.
    ///   - output: the JSON, given the secret that was made here.
    ///   - row: the line of a table.
    func run<Value, Output: Encodable>(
        on store: Store, edit: (Transaction, ChannelEdit) throws -> Value, output: (Value, String?) -> Output,
        row: (Value) -> [String]
    ) throws {
        let channel = try webhook.read(store.world)
        let value = try store.write { try edit($0, ChannelEdit(channel?.webhook, isRemoved: noWebhook)) }
        let result = output(value, channel?.newSecret)
        try printResult(result, json: json || channel?.newSecret != nil, row: row(value))
    }
}

extension ChannelEdit {
    /// What an edit asked for; nothing given keeps what there is.
    fileprivate init(_ webhook: Webhook?, isRemoved: Bool) {
        self = isRemoved ? .remove : webhook.map(ChannelEdit.set) ?? .keep
    }
}
