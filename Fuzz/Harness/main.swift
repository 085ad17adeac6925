import CFuzzer
import Foundation

// uketsuke-fuzz TARGET [libFuzzer's options] [folders of inputs]: see Scripts/fuzz.

let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
    let usage = "usage: uketsuke-fuzz TARGET [option ...] [folder ...]; the targets are \(names).\n"
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}

// libFuzzer gets the arguments without the target's name.
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
arguments?.pointee = CommandLine.unsafeArgv[0]

/// libFuzzer's function takes no context, so the target is chosen by the function.
let take: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 =
    switch target {
    case .token: { FuzzTarget.token.take($0, $1) }
    case .wire: { FuzzTarget.wire.take($0, $1) }
    case .snapshot: { FuzzTarget.snapshot.take($0, $1) }
    case .configuration: { FuzzTarget.configuration.take($0, $1) }
    case .locale: { FuzzTarget.locale.take($0, $1) }
    case .layout: { FuzzTarget.layout.take($0, $1) }
    case .worker: { FuzzTarget.worker.take($0, $1) }
    case .terminal: { FuzzTarget.terminal.take($0, $1) }
    }
exit(LLVMFuzzerRunDriver(&count, &arguments, take))
