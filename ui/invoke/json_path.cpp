// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_path.h"

#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 linesPerPathCheck = 4'096;

struct PathWords
{
    Q_DECLARE_TR_FUNCTIONS(studio::JsonPath)
};

class PathParser
{
public:
    explicit PathParser(QStringView text) : m_text(text) {}

    Result<QList<JsonPathStep>> run()
    {
        m_at = m_text.startsWith(u'$') ? 1 : 0;
        if (m_at == 0 && !m_text.isEmpty() && m_text[0] != u'.' && m_text[0] != u'[') {
            readStep(false); // "items[0]"
        }
        while (m_at < m_text.size() && m_isValid) {
            const bool isDeep = rest().startsWith(u"..");
            m_at += isDeep ? 2 : 0;
            if (peek() == u'[') {
                readBracket(isDeep);
            } else if (isDeep || peek() == u'.') {
                m_at += isDeep ? 0 : 1;
                readStep(isDeep);
            } else {
                m_isValid = false;
            }
        }
        if (!m_isValid) {
            return fail(ErrorCode::InvalidArgument,
                        PathWords::tr("Not understood at %1. Known are .name, ['name'], [3], [-1], * and .. only.")
                            .arg(m_at + 1));
        }
        return m_steps;
    }

private:
    [[nodiscard]] QStringView rest() const { return m_text.sliced(std::min(m_at, m_text.size())); }
    [[nodiscard]] QChar peek() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }

    void readStep(bool isDeep)
    {
        if (peek() == u'*') {
            ++m_at;
            m_steps.append({.isDeep = isDeep});
            return;
        }
        static const QRegularExpression name(QStringLiteral("^[\\w\\-$@]+"),
                                             QRegularExpression::UseUnicodePropertiesOption);
        const auto match = name.matchView(rest());
        m_isValid = match.hasMatch();
        if (m_isValid) {
            m_steps.append({.name = match.captured(), .isDeep = isDeep});
            m_at += match.capturedLength();
        }
    }

    void readBracket(bool isDeep)
    {
        static const QRegularExpression inside(
            QStringLiteral("^\\[\\s*(?:(\\*)|(-?\\d{1,9})|'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")\\s*\\]"));
        const auto match = inside.matchView(rest());
        m_isValid = match.hasMatch();
        if (!m_isValid) {
            return;
        }
        JsonPathStep step{.isDeep = isDeep};
        if (match.hasCaptured(2)) {
            step.index = match.captured(2).toLongLong();
        } else if (!match.hasCaptured(1)) {
            step.name = unquoted(match.captured(match.hasCaptured(3) ? 3 : 4));
        }
        m_steps.append(step);
        m_at += match.capturedLength();
    }

    static QString unquoted(QString name)
    {
        static const QRegularExpression escape(QStringLiteral("\\\\(.)"));
        return name.replace(escape, QStringLiteral("\\1"));
    }

    QStringView m_text;
    qsizetype m_at = 0;
    QList<JsonPathStep> m_steps;
    bool m_isValid = true;
};

class PathWalk
{
public:
    PathWalk(const JsonOutline &outline, const std::stop_token &stop) : m_outline(outline), m_stop(stop) {}

    QList<qint64> run(const QList<JsonPathStep> &path)
    {
        QList<qint64> lines{0};
        for (qsizetype i = 0; i < path.size() && !m_stop.stop_requested(); ++i) {
            m_isLast = i + 1 == path.size();
            m_out.clear();
            qint64 behind = 0; // what is deep in one value is not looked at once more for a value in it
            for (const qint64 line : std::as_const(lines)) {
                if (!path[i].isDeep) {
                    take(line, path[i]);
                } else if (line >= behind) {
                    takeDeep(line, path[i]);
                    behind = m_outline.next(line);
                }
                if (isEnough()) {
                    break;
                }
            }
            std::ranges::sort(m_out);
            m_out.erase(std::ranges::unique(m_out).begin(), m_out.end());
            lines = m_out;
        }
        if (m_stop.stop_requested()) {
            return {};
        }
        lines.resize(std::min(lines.size(), maxPathResults));
        return lines;
    }

private:
    [[nodiscard]] bool isEnough() const
    {
        return (m_isLast && m_out.size() > maxPathResults) || m_stop.stop_requested();
    }

    [[nodiscard]] bool isNamed(qint64 line, const QString &name) const
    {
        const QByteArrayView key = m_outline.key(line);
        if (!key.contains('\\')) {
            return key.sliced(1, key.size() - 2) == name.toUtf8();
        }
        return stringFromJson(key) == name;
    }

    /// The children of one value that the step means.
    void take(qint64 line, const JsonPathStep &step)
    {
        if (!m_outline.opens(line)) {
            return;
        }
        if (step.index) {
            const qint64 count = m_outline.isArray(line) ? m_outline.childCount(line) : 0;
            const qint64 index = *step.index < 0 ? count + *step.index : *step.index;
            if (index >= 0 && index < count) {
                m_out << m_outline.child(line, index);
            }
            return;
        }
        if (step.name && !m_outline.isObject(line)) {
            return;
        }
        qint64 looked = 0;
        for (qint64 child = line + 1; child != m_outline.partner(line); child = m_outline.next(child)) {
            if (!step.name || isNamed(child, *step.name)) {
                m_out << child;
            }
            if (++looked % linesPerPathCheck == 0 && isEnough()) {
                return;
            }
        }
    }

    /// The lines between the brackets are all that is below: no recursion, whatever the depth.
    void takeDeep(qint64 line, const JsonPathStep &step)
    {
        const qint64 end = m_outline.partner(line);
        for (qint64 at = line; at <= end; ++at) {
            if ((at - line) % linesPerPathCheck == 0 && isEnough()) {
                return;
            }
            if (m_outline.closes(at)) {
                continue;
            }
            if (step.index) {
                take(at, step);
            } else if (at > line && (!step.name || (m_outline.hasKey(at) && isNamed(at, *step.name)))) {
                m_out << at;
            }
        }
    }

    const JsonOutline &m_outline;
    const std::stop_token &m_stop;
    QList<qint64> m_out;
    bool m_isLast = false;
};

} // namespace

Result<QList<JsonPathStep>> parseJsonPath(const QString &path)
{
    const QString trimmed = path.trimmed();
    return PathParser(trimmed).run();
}

QList<qint64> followJsonPath(const JsonOutline &outline, const QList<JsonPathStep> &path, const std::stop_token &stop)
{
    return PathWalk(outline, stop).run(path);
}

QString jsonPathStep(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][A-Za-z_0-9]*$"));
    if (plain.match(name).hasMatch()) {
        return u'.' + name;
    }
    QString quoted = name;
    quoted.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
    return QStringLiteral("['%1']").arg(quoted);
}

QString jsonPathTo(const JsonOutline &outline, qint64 line)
{
    QString path = QStringLiteral("$");
    for (qint64 at = 0; at != line && outline.opens(at);) {
        // The last child that begins at the line or before it.
        qint64 low = 0;
        qint64 high = outline.childCount(at);
        while (high - low > 1) {
            const qint64 middle = (low + high) / 2;
            (outline.child(at, middle) <= line ? low : high) = middle;
        }
        at = outline.child(at, low);
        path += outline.hasKey(at) ? jsonPathStep(stringFromJson(outline.key(at))) : QStringLiteral("[%1]").arg(low);
    }
    return path;
}

} // namespace studio
