package import Kiosk

/// A terminal that was taken over and is to be given back.
package protocol ClosableTerminal: Terminal {
    /// Gives the terminal back as it was found. Every later call does nothing.
    func close()
}
