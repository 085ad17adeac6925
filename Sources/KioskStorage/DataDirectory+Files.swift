import Foundation
package import Kiosk

extension DataDirectory {
    /// Puts a small file into the folder, mode 0600, in the place of one of that name; whole or not at all, power cut
    /// included.
    package func keep(_ bytes: [UInt8], as name: String) throws(StorageFailure) {
        try DurableFile.replace(bytes, at: file(name))
    }

    /// Deletes a file of the folder so that what was in it is gone, if it is there and can be.
    package func forget(_ name: String) { try? Wiping.wipe(file(name)) }
}
