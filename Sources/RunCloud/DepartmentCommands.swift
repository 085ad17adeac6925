import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `department …`.
struct DepartmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department", abstract: "Departments that hosts belong to.",
        subcommands: [DepartmentAdd.self, DepartmentList.self])
}

/// A department as the commands print it.
struct DepartmentOutput: Encodable {
    var department: String
    var name: String
    var site: SiteNumber?

    init(_ department: Department) {
        self.department = department.id.uuidString.lowercased()
        name = department.name
        site = department.site
    }
}

/// `department add`.
struct DepartmentAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a department.",
        discussion: "Example: uketsuke-cloud department add --data DIR --name Sales --site Tokyo")

    @OptionGroup var options: DataOptions

    @Option(help: "Its name, unique.")
    var name: String

    @Option(help: "The name of its site; without it, it belongs to all.")
    var site: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let department = try options.open().write { transaction in
            try transaction.addDepartment(name: name, site: try site.map { try transaction.site(named: $0) })
        }
        if json { return try printJSON(DepartmentOutput(department)) }
        try printTable([["added", "department", department.name]])
    }
}

/// `department list`.
struct DepartmentList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the departments.")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let departments = try options.openExisting().read { try $0.departments() }.map(DepartmentOutput.init)
        if json { return try printJSON(departments) }
        try printTable(departments.map { [$0.name, $0.site.map(String.init) ?? ""] })
    }
}
