// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/dependency_spec.h"

#include "core/manifest/cargo_add_line.h"
#include "core/manifest/dependency_toml.h"

#include <QObject>
#include <QRegularExpression>

namespace studio {

namespace {

/// Whether it is `name = "…"`, `name = {…}`, `name.field = …` or a table of them.
bool looksLikeToml(const QString &text)
{
    static const QRegularExpression shape(
        QStringLiteral("\\A(?:\\[|[A-Za-z0-9_\"'-]+\\s*(?:\\.\\s*[A-Za-z-]+\\s*)?=\\s*(?:[\"'{]|true))"));
    return shape.match(text).hasMatch();
}

} // namespace

bool DependencySpec::hasSource() const
{
    return !requirement.isEmpty() || !git.isEmpty() || !path.isEmpty() || fromWorkspace;
}

bool isVersionRequirement(const QString &text)
{
    // The grammar of the crate semver, which Cargo reads requirements with.
    static const QString number = QStringLiteral("(?:0|[1-9][0-9]{0,18})");
    static const QString pre = QStringLiteral(
        "-(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*");
    static const QString build = QStringLiteral("\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*");
    static const QString one =
        QStringLiteral("(?:=|>=?|<=?|~|\\^)? *%1(?:\\.(?:[*xX](?:\\.[*xX])?|%1(?:\\.(?:[*xX]|%1(?:%2)?(?:%3)?))?))?")
            .arg(number, pre, build);
    static const QRegularExpression shape(QStringLiteral("\\A *(?:[*xX]|%1(?: *, *%1){0,31}) *\\z").arg(one));
    constexpr qsizetype maxRequirement = 1'000;
    return text.size() <= maxRequirement && shape.match(text).hasMatch();
}

bool isPackageName(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_-]{0,63}\\z"));
    return shape.match(text).hasMatch();
}

Result<QList<DependencySpec>> parseDependencySpecs(const QString &given)
{
    static const QRegularExpression prompt(QStringLiteral("\\A\\$\\s+"));
    static const QRegularExpression command(QStringLiteral("\\Acargo(?:\\s+\\+\\S+)?\\s+add(?:\\s+|\\z)"));
    QString text = given.trimmed().remove(prompt);
    const bool isCommand = command.match(text).hasMatch();
    if (!isCommand && looksLikeToml(text)) {
        return parseDependencyToml(text);
    }
    text.remove(command);
    // Spaces around the sign, and behind a comma of a requirement, are the person's.
    static const QRegularExpression loose(QStringLiteral("\\A([A-Za-z_][A-Za-z0-9_-]*)\\s*[@=]\\s*([^-]*[^-\\s])"));
    if (const auto match = loose.match(text);
        !isCommand && match.hasMatch() && isVersionRequirement(match.captured(2))) {
        text = QStringLiteral("\"%1@%2\"").arg(match.captured(1), match.captured(2)) + text.sliced(match.capturedEnd());
    }
    return parseCargoAddLine(text);
}

Result<DependencySpec> parseDependencySpec(const QString &text)
{
    const auto specs = parseDependencySpecs(text);
    if (!specs) {
        return std::unexpected(specs.error());
    }
    if (specs->size() != 1) {
        return invalidSpec(
            QObject::tr("“%1” names %n crates, and one is taken here.", nullptr, static_cast<int>(specs->size()))
                .arg(text));
    }
    return specs->front();
}

} // namespace studio
