import Foundation
import Reception

/// How a host is written before it is sealed: read in a microsecond, because a first search reads them all.
///
/// Version (1 byte) ‖ whether there is a department (1) ‖ ID (16) ‖ the department's (16), if there is one ‖ name,
/// reading and phone, each after its length. What comes after that is damage, and so is any other version.
enum HostBody {
    static let version: UInt8 = 1

    static func encode(_ host: HostRecord) -> Data {
        var writer = BodyWriter()
        writer.bytes = [version, host.department == nil ? 0 : 1] + CacheRows.bytes(host.id)
        if let department = host.department { writer.bytes += CacheRows.bytes(department) }
        for text in [host.name, host.reading, host.phone] { writer.put(text) }
        return Data(writer.bytes)
    }

    /// - Throws: ``UnsealableRow`` when the bytes are not a host.
    static func decode(_ bytes: Data) throws(UnsealableRow) -> HostRecord {
        var reader = BodyReader(bytes)
        guard try reader.byte() == version else { throw UnsealableRow() }
        let flag = try reader.byte()
        guard flag < 2 else { throw UnsealableRow() }
        let id = try reader.id()
        let department = flag == 0 ? nil : try reader.id()
        let host = HostRecord(
            id: id, name: try reader.text(), reading: try reader.text(), department: department,
            phone: try reader.text())
        guard reader.isAtEnd else { throw UnsealableRow() }
        return host
    }
}
