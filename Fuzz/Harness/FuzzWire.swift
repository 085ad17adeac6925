import Foundation
import Reception

/// Every body of the API that is read says the same when it is written and read again.
func fuzzWire(_ input: [UInt8]) {
    let data = Data(input)
    returns(data, EventBatch.self)
    returns(data, EventReceipt.self)
    returns(data, ChangesPage.self)
    returns(data, ChangeRow.self)
    returns(data, SnapshotLine.self)
    returns(data, EnrolmentRequest.self)
    returns(data, EnrolmentAnswer.self)
    returns(data, CredentialAnswer.self)
    returns(data, StatusReport.self)
    returns(data, StatusAnswer.self)
    returns(data, Problem.self)
}

private func returns<Body: Codable & Equatable>(_ data: Data, _ type: Body.Type) {
    guard let body = try? Wire.decode(type, from: data) else { return }
    guard let written = try? Wire.encode(body) else { preconditionFailure("\(type) was read and cannot be written") }
    guard let again = try? Wire.decode(type, from: written) else {
        preconditionFailure("\(type) was written and cannot be read")
    }
    precondition(again == body, "\(type) is not what it was")
}
