import CloudDomain

extension Transaction {
    /// - Throws: ``StorageFailure`` unless people can tell something by that name.
    func checkName(_ name: String) throws {
        guard name.isName else {
            throw StorageFailure(.invalid, "A name needs something that shows and takes no control characters.")
        }
    }

    /// - Throws: ``StorageFailure`` when a title, room or company would break the line that it is shown on.
    func checkText(_ text: String) throws {
        guard text.isOneLine else {
            throw StorageFailure(.invalid, "A title, room or company takes no control characters.")
        }
    }
}
