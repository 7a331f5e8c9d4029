// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_export.h"

#include "core/collection/assertions.h"
#include "core/collection/collection_field.h"
#include "core/interchange/hurl_assert.h"
#include "core/interchange/hurl_request.h"
#include "core/interchange/hurl_variables.h"

#include <QObject>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Collection;
using collection::Environment;
using collection::Folder;
using collection::SavedRequest;
using collection::Values;

/// Writes the entries, one after the other.
class HurlWriter
{
public:
    HurlWriter(const Collection &collection, const Environment *environment)
        : m_collection(collection), m_environment(environment), m_variables(environment)
    {
    }

    HurlExport write()
    {
        addFolder(m_collection.root, {});
        QStringList head{hurlComment(m_collection.root.name),
                         QStringLiteral("# hurl --continue-on-error --file-root . …")};
        for (const QString &name : m_variables.neededValues()) {
            head << QStringLiteral("# --variable %1=…").arg(name);
        }
        for (const QString &name : m_variables.neededSecrets()) {
            head << QStringLiteral("# --secret %1=…").arg(name);
        }
        return {.text = (head.join(u'\n') + u'\n' + m_text).toUtf8(),
                .warnings = m_warnings,
                .secrets = m_variables.neededSecrets(),
                .values = m_variables.neededValues()};
    }

private:
    void addFolder(const Folder &folder, QList<const Folder *> above)
    {
        above.append(&folder);
        for (const Folder &below : folder.folders) {
            addFolder(below, above);
        }
        for (const SavedRequest &request : folder.requests) {
            addRequest(request, above);
        }
    }

    void addRequest(const SavedRequest &request, const QList<const Folder *> &folders)
    {
        QList<Values> levels{collection::valuesOf(folders.first()->defaults.variables),
                             m_environment ? collection::valuesOf(m_environment->variables) : Values()};
        for (const Folder *const folder : folders.sliced(1)) {
            levels << collection::valuesOf(folder->defaults.variables);
        }
        levels << collection::valuesOf(request.variables);
        m_variables.enter(levels);

        HurlRequest entry = hurlRequest(request, folders, m_variables);
        const QStringList checks = responseLines(request, entry.notes);
        QStringList lines{QString(), hurlComment(request.path + QStringLiteral(" · ") + request.name)};
        for (const QString &note : std::as_const(entry.notes)) {
            m_warnings.append({request.path, 0, note});
            lines << hurlComment(note);
        }
        lines << entry.head;
        const QStringList options = entry.options + m_variables.takeDefinitions();
        if (!options.isEmpty()) {
            lines << QStringLiteral("[Options]") << options;
        }
        lines << entry.sections << entry.body << checks;
        m_text += lines.join(u'\n') + u'\n';
    }

    /// Captures come first, as in the studio: assertions may compare with them.
    QStringList responseLines(const SavedRequest &request, QStringList &notes)
    {
        QStringList captures;
        for (const collection::Capture &capture : request.captures) {
            const auto query = hurlQuery(capture.expression);
            const QString name = capture.isDisabled || !query ? QString() : m_variables.capture(capture.variable);
            if (!query) {
                notes << QObject::tr("the capture of %1 from %2 cannot be written")
                             .arg(capture.variable, capture.expression);
            } else if (!capture.isDisabled) {
                captures << name + QStringLiteral(": ") + *query;
            }
        }
        QStringList asserts;
        for (const collection::Assertion &assertion : request.assertions) {
            asserts << assertLines(assertion, notes);
        }
        QStringList lines{QStringLiteral("HTTP *")};
        if (!captures.isEmpty()) {
            lines << QStringLiteral("[Captures]") << captures;
        }
        if (!asserts.isEmpty()) {
            lines << QStringLiteral("[Asserts]") << asserts;
        }
        return lines;
    }

    QStringList assertLines(const collection::Assertion &assertion, QStringList &notes)
    {
        const QString text = (assertion.expression + u' ' + assertion.operatorName + u' ' + assertion.value).trimmed();
        if (assertion.isDisabled) {
            return {hurlComment(text)};
        }
        const bool hasValue = collection::takesValue(assertion.operatorName);
        const HurlAssert made =
            hurlAssert(assertion, hasValue ? m_variables.inlinedParts(assertion.value) : HurlParts());
        if (!made.warning.isEmpty()) {
            notes << QStringLiteral("%1: %2").arg(text, made.warning); // untranslated: both parts are
        }
        return made.lines.isEmpty() || !made.warning.isEmpty() ? QStringList(hurlComment(text)) + made.lines
                                                               : made.lines;
    }

    const Collection &m_collection;
    const Environment *m_environment;
    HurlVariables m_variables;
    QString m_text;
    QList<collection::ReadWarning> m_warnings;
};

} // namespace

Result<HurlExport> exportHurl(const Collection &collection, const QString &environment)
{
    const auto found = std::ranges::find(collection.environments, environment, &Environment::name);
    if (!environment.isEmpty() && found == collection.environments.end()) {
        return fail(ErrorCode::NotFound, QObject::tr("The collection has no environment “%1”.").arg(environment));
    }
    return HurlWriter(collection, environment.isEmpty() ? nullptr : &*found).write();
}

} // namespace studio::interchange
