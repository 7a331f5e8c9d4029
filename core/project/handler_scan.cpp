// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"
#include "core/project/rust_text.h"

#include <QRegularExpression>

namespace studio {

namespace {

/// The end of an attribute that begins at `open`, its "[": behind the bracket that closes it.
qsizetype attributeEnd(const QString &code, qsizetype open)
{
    int depth = 0;
    for (qsizetype at = open; at < code.size(); ++at) {
        depth += code[at] == QLatin1Char('[') ? 1 : code[at] == QLatin1Char(']') ? -1 : 0;
        if (depth == 0) {
            return at + 1;
        }
    }
    return code.size();
}

/// Attributes of Rust and of common crates that stand on functions and are not the SDK's, whatever it is called.
bool isKnownAttribute(const QString &path)
{
    // untranslated: names
    static const QStringList known =
        QStringLiteral("allow warn deny forbid expect doc inline must_use cfg cold track_caller deprecated no_mangle "
                       "export_name link_section target_feature test bench ignore should_panic instrument unsafe")
            .split(QLatin1Char(' '));
    return known.contains(path);
}

/// How likely an attribute is the SDK's `main`.
enum class Likeness { Other, Imported, Main };

Likeness likeness(const QString &attribute)
{
    static const QRegularExpression path(QStringLiteral(R"(^\s*(?:::\s*)?([\w\s:]*\w))"));
    static const QRegularExpression conditionalMain(QStringLiteral(R"(\bmain\b)"));
    const QString name = path.match(attribute).captured(1);
    const QString last = name.sliced(name.lastIndexOf(QLatin1Char(':')) + 1).trimmed();
    if (last == QLatin1String("cfg_attr")) {
        return conditionalMain.match(attribute).hasMatch() ? Likeness::Main : Likeness::Other;
    }
    if (last == QLatin1String("main")) {
        return Likeness::Main;
    }
    return name.isEmpty() || name.contains(QLatin1Char(':')) || isKnownAttribute(name) ? Likeness::Other
                                                                                       : Likeness::Imported;
}

/// The attributes before one item, and where it begins.
struct AttributeRun
{
    qsizetype end = 0; ///< of the last that could be the SDK's; of any where none could
    Likeness likeness = Likeness::Other;
    qsizetype item = 0;
};

qsizetype skipSpaces(const QString &code, qsizetype at)
{
    while (at < code.size() && code[at].isSpace()) {
        ++at;
    }
    return at;
}

/// Where an attribute's "[" stands whose "#" is at `at`; -1 where there is none.
qsizetype attributeOpens(const QString &code, qsizetype at)
{
    if (at >= code.size() || code[at] != QLatin1Char('#')) {
        return -1;
    }
    at = skipSpaces(code, at + 1);
    return at < code.size() && code[at] == QLatin1Char('[') ? at : -1;
}

AttributeRun attributesAt(const QString &code, qsizetype at)
{
    AttributeRun run{.item = at};
    for (qsizetype open = attributeOpens(code, at); open >= 0; open = attributeOpens(code, run.item)) {
        const qsizetype end = attributeEnd(code, open);
        const Likeness found = likeness(code.sliced(open + 1, std::max<qsizetype>(0, end - open - 2)));
        if (run.end == 0 || found > run.likeness) {
            run.end = end;
            run.likeness = found;
        }
        run.item = skipSpaces(code, end);
    }
    return run;
}

/// The function that begins at `at`: behind what may stand before `fn`, its name.
QRegularExpressionMatch functionAt(const QString &code, qsizetype at)
{
    static const QRegularExpression function(
        QStringLiteral(R"(^(?:pub(?:\s*\([^)]*\))?\s+)?(?:(?:default|const|async|safe|unsafe|extern)\s+)*)"
                       R"(fn\s+(?:r#)?(\w+))"));
    constexpr qsizetype longest = 400; // a match looks at its whole subject
    return function.match(code.sliced(at, std::min(longest, code.size() - at)));
}

} // namespace

QList<int> findHandlers(const QString &source)
{
    const QString code = withoutLiterals(source);
    QList<int> lines;
    int line = 1;
    qsizetype counted = 0;
    for (qsizetype at = code.indexOf(QLatin1Char('#')); at >= 0; at = code.indexOf(QLatin1Char('#'), at)) {
        const AttributeRun run = attributesAt(code, at);
        if (run.end == 0) {
            ++at;
            continue;
        }
        const auto item = functionAt(code, run.item);
        const bool isHandler = item.captured(1) == QLatin1String("handler");
        // Also the SDK's attribute by its own name on what is called otherwise, which the macro will refuse.
        const bool isMisnamed = run.likeness == Likeness::Main && item.captured(1) != QLatin1String("main");
        if ((isHandler && run.likeness != Likeness::Other) || isMisnamed) {
            const qsizetype place = isHandler ? run.item + item.capturedStart(1) : run.end;
            line += static_cast<int>(QStringView(code).sliced(counted, place - counted).count(QLatin1Char('\n')));
            counted = place;
            lines << line;
        }
        at = run.item;
    }
    return lines;
}

} // namespace studio
