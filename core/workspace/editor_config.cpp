// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/editor_config.h"

#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QList>
#include <QRegularExpression>

namespace studio {

namespace {

constexpr qint64 maxEditorConfigBytes = 1LL << 20;
constexpr qsizetype maxSections = 1'000;   ///< of a file; each is a regular expression, tried on the main thread
constexpr qsizetype maxGlobLength = 1'024; ///< as the specification's limit of a section's name

struct Section
{
    QString glob;
    QHash<QString, QString> properties;
};

struct ConfigFile
{
    bool isRoot = false;
    QList<Section> sections;
};

/// A glob as a regular expression. Ranges of numbers, "{1..9}", become groups whose numbers are compared afterwards.
class GlobTranslation
{
public:
    explicit GlobTranslation(const QString &glob) : m_glob(glob), m_hasBraces(areBracesBalanced()) {}

    [[nodiscard]] QString expression()
    {
        for (m_at = 0; m_at < m_glob.size(); ++m_at) {
            translateOne();
        }
        return m_text;
    }
    [[nodiscard]] const QList<std::pair<qint64, qint64>> &ranges() const { return m_ranges; }

private:
    [[nodiscard]] bool areBracesBalanced() const
    {
        int open = 0;
        for (qsizetype at = 0; at < m_glob.size() && open >= 0; ++at) {
            at += m_glob[at] == u'\\' ? 1 : 0;
            open += at < m_glob.size() ? (m_glob[at] == u'{') - (m_glob[at] == u'}') : 0;
        }
        return open == 0;
    }

    void translateOne()
    {
        switch (const QChar unit = m_glob[m_at]; unit.unicode()) {
        case u'\\':
            m_text += ++m_at < m_glob.size() ? escaped(m_glob[m_at]) : QString();
            break;
        case u'*':
            translateStar();
            break;
        case u'?':
            m_text += QStringLiteral("[^/]");
            break;
        case u'[':
            translateSet();
            break;
        case u'{':
            translateBrace();
            break;
        case u'}':
            m_text += m_depth > 0 ? QStringLiteral(")") : escaped(unit);
            m_depth -= m_depth > 0 ? 1 : 0;
            break;
        case u',':
            m_text += m_depth > 0 ? QStringLiteral("|") : QStringLiteral(",");
            break;
        default:
            m_text += escaped(unit);
        }
    }

    void translateStar()
    {
        bool isDeep = false;
        while (m_at + 1 < m_glob.size() && m_glob[m_at + 1] == u'*') {
            isDeep = true;
            ++m_at;
        }
        const bool isFolder = isDeep && m_at + 1 < m_glob.size() && m_glob[m_at + 1] == u'/' &&
                              (m_text.isEmpty() || m_text.endsWith(u'/'));
        if (isFolder) { // also no folder at all
            ++m_at;
            m_text += QStringLiteral("(?:.*/)?");
        } else {
            m_text += isDeep ? QStringLiteral(".*") : QStringLiteral("[^/]*");
        }
    }

    void translateSet()
    {
        const qsizetype end = m_glob.indexOf(u']', m_at + 2);
        QString content = end < 0 ? QString() : m_glob.sliced(m_at + 1, end - m_at - 1);
        if (content.isEmpty() || content.contains(u'/')) {
            m_text += QStringLiteral("\\[");
            return;
        }
        const bool isNegated = content.startsWith(u'!');
        content.remove(0, isNegated ? 1 : 0);
        content.replace(u'\\', QLatin1String("\\\\"))
            .replace(u'[', QLatin1String("\\["))
            .replace(u'^', QLatin1String("\\^"));
        m_text += QStringLiteral("[") + (isNegated ? QStringLiteral("^/") : QString()) + content + QLatin1Char(']');
        m_at = end;
    }

    void translateBrace()
    {
        static const QRegularExpression range(QStringLiteral("\\G\\{([+-]?\\d{1,15})\\.\\.([+-]?\\d{1,15})\\}"));
        static const QRegularExpression single(QStringLiteral("\\G\\{([^,{}]*)\\}"));
        if (const auto numbers = range.match(m_glob, m_at); numbers.hasMatch()) {
            const auto [low, high] = std::minmax({numbers.captured(1).toLongLong(), numbers.captured(2).toLongLong()});
            m_ranges << std::pair(low, high);
            m_text += QStringLiteral("([+-]?\\d{1,15})");
            m_at = numbers.capturedEnd() - 1;
        } else if (const auto one = single.match(m_glob, m_at); one.hasMatch() || !m_hasBraces) {
            m_text += QStringLiteral("\\{"); // no choice: it stands for itself
            if (one.hasMatch()) {
                m_text += QRegularExpression::escape(one.captured(1)) + QStringLiteral("\\}");
                m_at = one.capturedEnd() - 1;
            }
        } else {
            m_text += QStringLiteral("(?:");
            ++m_depth;
        }
    }

    static QString escaped(QChar unit) { return QRegularExpression::escape(QString(unit)); }

    QString m_glob;
    bool m_hasBraces;
    qsizetype m_at = 0;
    int m_depth = 0;
    QString m_text;
    QList<std::pair<qint64, qint64>> m_ranges;
};

void readLine(const QString &line, ConfigFile &file)
{
    if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';')) {
        return;
    }
    if (file.sections.size() > maxSections) {
        return;
    }
    if (line.startsWith(u'[') && line.endsWith(u']')) {
        file.sections << Section{.glob = line.sliced(1, line.size() - 2), .properties = {}};
        return;
    }
    const qsizetype equals = line.indexOf(u'=');
    if (equals < 1) {
        return;
    }
    const QString name = line.first(equals).trimmed().toLower();
    const QString value = line.sliced(equals + 1).trimmed().toLower();
    if (!file.sections.isEmpty()) {
        file.sections.last().properties.insert(name, value);
    } else if (name == QLatin1String("root")) {
        file.isRoot = value == QLatin1String("true");
    }
}

ConfigFile readConfigFile(const QString &path)
{
    ConfigFile file;
    const auto content = readRegularFile(path, maxEditorConfigBytes);
    if (content && *content) {
        QString text = QString::fromUtf8(**content);
        text.remove(0, text.startsWith(QChar(0xFEFF)) ? 1 : 0);
        for (const QString &line : text.split(u'\n')) {
            readLine(line.trimmed(), file);
        }
    }
    return file;
}

} // namespace

bool matchesEditorConfigGlob(const QString &glob, const QString &path)
{
    if (glob.isEmpty() || glob.size() > maxGlobLength) {
        return false;
    }
    // One without a slash is about files in all folders below.
    QString whole = glob.contains(u'/') ? glob : QStringLiteral("**/") + glob;
    whole.remove(0, whole.startsWith(u'/') ? 1 : 0);
    GlobTranslation translation(whole);
    // The limit ends what would take long: a glob may come from anywhere.
    const QRegularExpression expression(QStringLiteral("(*LIMIT_MATCH=100000)\\A(?:") + translation.expression() +
                                            QStringLiteral(")\\z"),
                                        QRegularExpression::DotMatchesEverythingOption);
    if (!expression.isValid()) { // a set such as [z-a]
        return false;
    }
    const auto match = expression.match(path);
    if (!match.hasMatch()) {
        return false;
    }
    for (qsizetype index = 0; index < translation.ranges().size(); ++index) {
        const QString number = match.captured(index + 1);
        const auto [low, high] = translation.ranges()[index];
        if (!number.isEmpty() && (number.toLongLong() < low || number.toLongLong() > high)) {
            return false;
        }
    }
    return true;
}

QHash<QString, QString> editorConfigOf(const QString &path)
{
    QList<std::pair<QString, ConfigFile>> files; // the nearest first
    QString folder = QFileInfo(path).absolutePath();
    for (bool isTop = false; !isTop; folder = QFileInfo(folder).path()) {
        files.append({folder, readConfigFile(folder + QStringLiteral("/.editorconfig"))});
        isTop = files.last().second.isRoot || folder == QFileInfo(folder).path();
    }
    QHash<QString, QString> properties;
    for (auto file = files.crbegin(); file != files.crend(); ++file) {
        const QString relative = QDir(file->first).relativeFilePath(QFileInfo(path).absoluteFilePath());
        for (const Section &section : file->second.sections) {
            if (matchesEditorConfigGlob(section.glob, relative)) {
                properties.insert(section.properties);
            }
        }
    }
    properties.removeIf([](const auto &property) { return property.value() == QLatin1String("unset"); });
    return properties;
}

} // namespace studio
