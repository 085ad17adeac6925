import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `--webhook URL [--webhook-secret-file F]`.
struct WebhookOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where notices are posted as JSON.", valueName: "url"))
    var webhook: String?

    @Option(
        help: ArgumentHelp(
            "A file with the secret that signs them; without it one is made and printed once.", valueName: "file"))
    var webhookSecretFile: String?

    func validate() throws {
        if let webhook, Webhook.url(webhook) == nil {
            throw ValidationError("--webhook takes an absolute http or https address without user name or password.")
        }
        if webhook == nil, webhookSecretFile != nil {
            throw ValidationError("--webhook-secret-file needs --webhook.")
        }
    }

    /// The webhook asked for, with the secret's text where it was made here.
    func read(_ world: World) throws -> (webhook: Webhook, newSecret: String?)? {
        guard let url = webhook.flatMap(Webhook.url) else { return nil }
        guard let file = webhookSecretFile else {
            let secret = Base32.encode(world.randomBytes(32))
            return (Webhook(url: url, secret: Data(secret.utf8)), secret)
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw CommandFailure("The secret file \(file) cannot be read; check its path and owner.")
        }
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty else { throw CommandFailure("The secret file \(file) is empty.") }
        return (Webhook(url: url, secret: Data(secret.utf8)), nil)
    }
}
