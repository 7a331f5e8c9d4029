// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/svg_cleaner.h"

#include "ui/invoke/image_reader.h"

#include <QCoreApplication>
#include <QHash>
#include <QList>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace studio {

namespace {

constexpr double maxDrawn = 200'000; // elements, each counted as often as it is used
constexpr qsizetype maxSvgDepth = 200;

struct SvgWords
{
    Q_DECLARE_TR_FUNCTIONS(studio::SvgCleaner)
};

/// A picture in the document itself, as it may stand there.
struct InnerPicture
{
    QString reference; ///< empty for none
    qint64 pixels = 0; ///< as it says of itself
};

/// Qt decodes it with any plugin that takes it, an SVG's too, whatever type is written before it: so only where the
/// bytes are what they are said to be.
InnerPicture innerPicture(QStringView reference)
{
    static const QRegularExpression form(QStringLiteral("^data:image/(png|jpeg|gif);base64,(.*)$"),
                                         QRegularExpression::CaseInsensitiveOption |
                                             QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.matchView(reference.trimmed());
    if (!match.hasMatch()) {
        return {};
    }
    QByteArray base64 = match.capturedView(2).toUtf8();
    base64.removeIf([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const auto bytes = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray format = match.captured(1).toLower().toLatin1();
    if (!bytes || rasterFormat(*bytes) != format) {
        return {};
    }
    const QSize size = rasterSize(*bytes, format);
    return {.reference = QString::fromLatin1("data:image/" + format + ";base64," + base64),
            .pixels = size.isValid() ? qint64(size.width()) * size.height() : 0};
}

/// "url(…)" of anything but an element of the document.
bool hasOuterUrl(QStringView value)
{
    for (qsizetype at = value.indexOf(u"url", 0, Qt::CaseInsensitive); at >= 0;
         at = value.indexOf(u"url", at + 3, Qt::CaseInsensitive)) {
        QStringView rest = value.sliced(at + 3).trimmed();
        if (rest.startsWith(u'(')) {
            rest = rest.sliced(1).trimmed();
            while (rest.startsWith(u'\'') || rest.startsWith(u'"')) {
                rest = rest.sliced(1);
            }
            if (!rest.startsWith(u'#')) {
                return true;
            }
        }
    }
    return false;
}

class SvgCleaner
{
public:
    explicit SvgCleaner(const QByteArray &svg) : m_in(svg), m_out(&m_clean) {}

    Result<QByteArray> run()
    {
        while (!m_in.atEnd() && m_problem.isEmpty()) {
            switch (m_in.readNext()) {
            case QXmlStreamReader::StartElement:
                begin();
                break;
            case QXmlStreamReader::EndElement:
                end();
                break;
            case QXmlStreamReader::Characters:
                writeText();
                break;
            default: // comments, document types, entities and instructions
                break;
            }
        }
        if (m_problem.isEmpty() && (m_in.hasError() || !m_hasRoot)) {
            m_problem = SvgWords::tr("The SVG is not valid: %1 in line %2.")
                            .arg(m_in.hasError() ? m_in.errorString() : SvgWords::tr("no svg element"))
                            .arg(m_in.lineNumber());
        }
        if (!m_problem.isEmpty()) {
            return fail(ErrorCode::InvalidArgument, m_problem);
        }
        return m_clean;
    }

private:
    struct Open
    {
        QString id;
        double drawn = 1; ///< with what is in it
    };

    void begin()
    {
        static const QStringList skipped{QStringLiteral("script"), QStringLiteral("foreignObject"),
                                         QStringLiteral("handler"), QStringLiteral("font-face-src")};
        const QString name = m_in.name().toString();
        if (skipped.contains(name)) {
            m_in.skipCurrentElement();
            return;
        }
        if (m_open.size() >= maxSvgDepth) {
            m_problem = SvgWords::tr("The SVG nests more than %1 elements.").arg(maxSvgDepth);
            return;
        }
        m_hasRoot = m_hasRoot || name == QStringLiteral("svg");
        m_out.writeStartElement(m_in.qualifiedName().toString());
        for (const QXmlStreamNamespaceDeclaration &space : m_in.namespaceDeclarations()) {
            const QString prefix = space.prefix().toString();
            m_out.writeAttribute(prefix.isEmpty() ? QStringLiteral("xmlns") : QStringLiteral("xmlns:") + prefix,
                                 space.namespaceUri().toString());
        }
        Open element;
        for (const QXmlStreamAttribute &attribute : m_in.attributes()) {
            write(name, attribute, element);
        }
        m_open.append(element);
        m_isStyle = name == QStringLiteral("style");
    }

    void write(const QString &element, const QXmlStreamAttribute &attribute, Open &open)
    {
        QString value = attribute.value().toString();
        if (attribute.name() == u"id") {
            open.id = value;
        } else if (attribute.name() == u"href" || attribute.name() == u"src") {
            value = takeReference(value);
            if (value.isEmpty() || (element == QStringLiteral("use") && !use(value, open))) {
                return;
            }
        } else if (attribute.name().startsWith(u"on") || hasOuterUrl(value)) {
            return;
        }
        m_out.writeAttribute(attribute.qualifiedName().toString(), value);
    }

    /// The reference, where it is to an element or a picture of the document; else empty.
    QString takeReference(QStringView reference)
    {
        const QStringView text = reference.trimmed();
        if (text.startsWith(u'#')) {
            return text.toString();
        }
        const InnerPicture picture = innerPicture(text);
        m_pixels += picture.pixels; // all of them are decoded, and kept while the document is drawn
        if (m_pixels > maxImagePixels) {
            m_problem = SvgWords::tr("The SVG holds pictures with more than %1 million pixels.")
                            .arg(maxImagePixels / 1'000'000);
        }
        return picture.reference;
    }

    /// Only of an element that has ended: none that is open can be used, which would go round.
    bool use(QStringView reference, Open &open)
    {
        const auto used = m_drawn.constFind(reference.trimmed().sliced(1).toString());
        if (used == m_drawn.cend()) {
            return false;
        }
        open.drawn += *used;
        return true;
    }

    void end()
    {
        m_out.writeEndElement();
        m_isStyle = false;
        if (m_open.isEmpty()) {
            return;
        }
        const Open ended = m_open.takeLast();
        if (ended.drawn > maxDrawn) {
            m_problem = SvgWords::tr("The SVG draws more than %1 elements by using them again and again.")
                            .arg(maxDrawn, 0, 'f', 0);
        }
        if (!ended.id.isEmpty()) {
            m_drawn.insert(ended.id, ended.drawn);
        }
        if (!m_open.isEmpty()) {
            m_open.last().drawn += ended.drawn;
        }
    }

    void writeText()
    {
        const QStringView text = m_in.text();
        if (!m_open.isEmpty() &&
            !(m_isStyle && (hasOuterUrl(text) || text.contains(u"@import", Qt::CaseInsensitive)))) {
            m_out.writeCharacters(text.toString());
        }
    }

    QXmlStreamReader m_in;
    QByteArray m_clean;
    QXmlStreamWriter m_out;
    QList<Open> m_open;
    QHash<QString, double> m_drawn; ///< by id
    QString m_problem;
    qint64 m_pixels = 0; ///< of the pictures in it
    bool m_hasRoot = false;
    bool m_isStyle = false;
};

} // namespace

Result<QByteArray> cleanSvg(const QByteArray &svg)
{
    return SvgCleaner(svg).run();
}

} // namespace studio
