import Foundation
package import Kiosk

#if canImport(Glibc)
    import Glibc
#endif

extension DataDirectory {
    /// Puts a small file into the folder, mode 0600, in the place of one of that name; whole or not at all, power cut
    /// included.
    package func keep(_ bytes: [UInt8], as name: String) throws(StorageFailure) {
        try DurableFile.replace(bytes, at: file(name))
    }

    /// Deletes a file of the folder, if it is there.
    package func forget(_ name: String) { unlink(file(name)) }
}
