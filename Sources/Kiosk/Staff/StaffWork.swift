package import Foundation

/// What the console wants read or done beside the desk; the answer is a ``StaffNews``.
package enum StaffWork: Hashable, Sendable {
    /// Whether anybody may sign in at all.
    case staff
    case signIn(SignInAttempt)
    case visitors
    case inside
    case setAside
    case sendAgain([UUID])
    case exportSetAside
    case health
    case log
    case print(PrintJob)
    case forgetPage
    case keep(ConsoleChoices)
}

/// What the staff's lane has to say.
package enum StaffNews: Hashable, Sendable {
    /// Whether anybody may sign in.
    case hasStaff(Bool)
    case answered(SignInAttempt.Person, SignInAnswer)
    case visitors(VisitorList)
    case inside([VisitorRow])
    case setAside([SetAsideRow])
    /// How many wait again.
    case sentAgain(Int)
    /// The file's path.
    case exported(String)
    case health(MachineHealth)
    /// The newest first.
    case log([LogEntry])
    case page(PrintOutcome)
    /// Done, with nothing to tell.
    case done
    /// It could not be read or done.
    case failed(StorageFailure)
}
