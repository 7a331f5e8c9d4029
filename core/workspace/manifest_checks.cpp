// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/manifest_checks.h"

#include "core/base/detach.h"
#include "core/base/display.h"
#include "core/compiler/compiler.h"
#include "core/crates/manifest_check.h"
#include "core/manifest/dependency_spec.h"
#include "core/toolchain/toolchain.h"
#include "core/workspace/crate_lookup.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace studio {

namespace {

constexpr std::chrono::milliseconds cargoPause{400}; ///< after the pause of ManifestEditor
constexpr std::chrono::milliseconds longPause{2000}; ///< in which a line that is typed counts as done
constexpr qsizetype maxShown = 200;
constexpr qsizetype maxText = 1 << 20;

QString printable(const QString &text)
{
    QString shown = text.left(100);
    std::ranges::transform(shown, shown.begin(), escapeControlCharacter);
    return shown;
}

/// Makes diagnostics of places that count bytes.
class ManifestDiagnostics
{
public:
    explicit ManifestDiagnostics(const QString &text) : m_lines(text.split(u'\n')) {}

    void add(Severity severity, const TextRange &range, const QString &message)
    {
        if (m_all.size() < maxShown) {
            const int column = columnOf(range.start);
            m_all << Diagnostic{.severity = severity,
                                .message = message,
                                .file = QStringLiteral("Cargo.toml"),
                                .line = range.start.line + 1,
                                .column = column,
                                .endLine = range.end.line + 1,
                                .endColumn =
                                    std::max(columnOf(range.end), range.end.line == range.start.line ? column + 1 : 1)};
        }
    }
    [[nodiscard]] const QList<Diagnostic> &all() const { return m_all; }

private:
    [[nodiscard]] int columnOf(TextPlace place) const
    {
        const QByteArray line = m_lines.value(place.line).toUtf8();
        return static_cast<int>(
                   QString::fromUtf8(line.first(std::min<qsizetype>(place.byte, line.size()))).toUcs4().size()) +
               1;
    }

    QStringList m_lines;
    QList<Diagnostic> m_all;
};

class DependencyCheck
{
    Q_DECLARE_TR_FUNCTIONS(DependencyCheck)

public:
    DependencyCheck(const ManifestDependency &dependency, ManifestDiagnostics &found)
        : m_dependency(dependency), m_found(found)
    {
    }

    void check(const CrateLookup::Entry &entry)
    {
        const QString &requirement = m_dependency.requirement.text;
        if (!requirement.isEmpty() && !isVersionRequirement(requirement)) {
            return; // Cargo says so
        }
        if (entry.isAbsent) {
            m_found.add(Severity::Error, m_dependency.name.range,
                        tr("The registry has no crate “%1”.").arg(printable(m_dependency.package)));
        } else if (entry.crate) {
            checkVersion(entry, requirement.isEmpty() ? QStringLiteral("*") : requirement);
        }
    }

private:
    void checkVersion(const CrateLookup::Entry &entry, const QString &requirement)
    {
        const IndexedVersion *const version = entry.crate->newest(requirement);
        if (!version) {
            const IndexedVersion *const newest = entry.crate->newest();
            if (entry.isComplete && newest) {
                m_found.add(Severity::Error, m_dependency.requirement.range,
                            tr("No version of %1 fits %2. The newest is %3.")
                                .arg(printable(entry.crate->name), printable(requirement), newest->text));
            }
            return;
        }
        if (version->isYanked) {
            m_found.add(Severity::Warning, m_dependency.requirement.range,
                        tr("%1 %2 was yanked: its authors advise against it, and Cargo takes it only where Cargo.lock "
                           "has it already.")
                            .arg(printable(entry.crate->name), version->text));
        }
        for (const ManifestName &feature : m_dependency.features) {
            const bool isOfDependency = feature.text.contains(u'/') || feature.text.startsWith(QLatin1String("dep:"));
            if (!isOfDependency && feature.text != QLatin1String("default") &&
                !version->features.contains(feature.text)) {
                m_found.add(Severity::Error, feature.range,
                            tr("%1 %2 has no feature “%3”.")
                                .arg(printable(entry.crate->name), version->text, printable(feature.text)));
            }
        }
    }

    const ManifestDependency &m_dependency;
    ManifestDiagnostics &m_found;
};

} // namespace

QList<Diagnostic> dependencyProblems(const QString &text, const ManifestScan &scan, const CrateLookup &crates)
{
    ManifestDiagnostics found(text);
    for (const ManifestDependency &dependency : scan.dependencies) {
        const CrateLookup::Entry *const entry = dependency.isOfCratesIo ? crates.entry(dependency.package) : nullptr;
        if (entry) {
            DependencyCheck(dependency, found).check(*entry);
        }
    }
    return found.all();
}

ManifestChecks::ManifestChecks(Workspace *workspace, CrateLookup *crates, Compiler *compiler, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_crates(crates), m_compiler(compiler)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(cargoPause);
    connect(workspace, &Workspace::opened, this, [this] {
        m_isOn = false;
        begin();
    });
    connect(workspace->documents(), &DocumentStore::documentOpened, this, [this](const QString &path) {
        if (path == m_workspace->manifest()->path()) {
            begin();
        }
    });
    connect(workspace->manifest(), &ManifestEditor::manifestChanged, this, [this] {
        if (m_isOn) {
            check();
        }
    });
    connect(crates, &CrateLookup::changed, this, [this] {
        if (m_isOn) {
            publish();
        }
    });
    connect(&m_pause, &QTimer::timeout, this, [this] { detach(askCargo(m_text, m_generation)); });
    followTyping();
    begin();
}

void ManifestChecks::followTyping()
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(longPause);
    connect(&m_typing, &QTimer::timeout, this, &ManifestChecks::endTyping);
    connect(m_workspace->documents(), &DocumentStore::documentEdited, this, &ManifestChecks::noteTyping);
    connect(m_workspace->documents(), &DocumentStore::documentSaved, this, &ManifestChecks::endTyping);
    connect(m_workspace->navigation(), &Navigation::shownFileChanged, this, &ManifestChecks::endTyping);
    connect(m_workspace->navigation(), &Navigation::caretLineChanged, this, [this](int line) {
        if (line != m_typedLine) {
            endTyping();
        }
    });
}

void ManifestChecks::noteTyping(const QString &path, const TextChange &change)
{
    if (path == m_workspace->manifest()->path()) {
        m_typedLine = change.range.start.line + static_cast<int>(change.text.count('\n')) + 1;
        m_typing.start();
    }
}

void ManifestChecks::endTyping()
{
    m_typing.stop();
    if (std::exchange(m_typedLine, 0) > 0 && m_isOn) {
        publish();
    }
}

ManifestChecks::~ManifestChecks()
{
    m_stop.request_stop();
}

void ManifestChecks::begin()
{
    m_isOn = m_workspace->isOpen() && m_workspace->documents()->isOpen(m_workspace->manifest()->path());
    if (m_isOn) {
        check();
    } else {
        m_stop.request_stop();
        m_pause.stop();
        m_workspace->diagnostics()->clear(DiagnosticList::Source::Manifest);
    }
}

void ManifestChecks::check()
{
    const auto text = m_workspace->documents()->text(m_workspace->manifest()->path());
    const QString now = text.value_or(QString());
    if (!text || now.size() > maxText) {
        m_scan = {};
        m_cargo.clear();
        publish();
        return;
    }
    if (now == m_text && m_generation > 0) {
        return;
    }
    ++m_generation;
    m_stop.request_stop();
    m_text = now;
    m_scan = scanManifest(m_text);
    m_cargo.clear();
    publish();
    if (!m_scan.fault) {
        QStringList names;
        for (const ManifestDependency &dependency : std::as_const(m_scan.dependencies)) {
            if (dependency.isOfCratesIo) {
                names << dependency.package;
            }
        }
        m_crates->load(names);
        m_pause.start();
    } else {
        m_pause.stop();
    }
}

QCoro::Task<void> ManifestChecks::askCargo(QString text, int generation)
{
    if (!m_compiler) {
        co_return;
    }
    m_stop = {};
    const std::stop_token stop = m_stop.get_token();
    for (const ManifestDependency &dependency : std::as_const(m_scan.dependencies)) {
        const CrateLookup::Entry *const entry = dependency.isOfCratesIo ? m_crates->entry(dependency.package) : nullptr;
        if (entry && !entry->crate) {
            m_crates->ask(dependency.package);
        }
    }
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(m_workspace->target()));
    if (choice && generation == m_generation) {
        const auto found = co_await whileAlive(
            this, cargoManifestProblems(choice->toolchain, m_workspace->folder(), text, m_scan, stop));
        if (found && generation == m_generation) {
            m_cargo = *found;
            publish();
        }
    }
}

void ManifestChecks::publish()
{
    ManifestDiagnostics own(m_text);
    if (m_scan.fault) {
        own.add(Severity::Error, {m_scan.fault->place, m_scan.fault->place}, printable(m_scan.fault->message));
    }
    for (const ManifestName &key : std::as_const(m_scan.unknownKeys)) {
        own.add(Severity::Warning, key.range,
                tr("Cargo does not know the key “%1” and ignores it.").arg(printable(key.text)));
    }
    for (const ManifestName &found : std::as_const(m_scan.newerToml)) {
        own.add(Severity::Warning, found.range,
                tr("Cargo %1, which the platform compiles with, cannot read %2: that is TOML 1.1. Cargo reads it from "
                   "1.95 on.")
                    .arg(platformRust().toString().section(u'.', 0, 1), found.text));
    }
    QList<Diagnostic> all = own.all();
    all += m_cargo;
    all += dependencyProblems(m_text, m_scan, *m_crates);
    all.removeIf([this](const Diagnostic &one) { return one.line == m_typedLine; });
    m_workspace->diagnostics()->replace(DiagnosticList::Source::Manifest, QStringLiteral("Cargo.toml"), all);
}

} // namespace studio
