// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/component.h"

#include <QObject>

namespace studio {

namespace {

constexpr char preamble[] = {'\0', 'a', 's', 'm', '\x0d', '\0', '\x01', '\0'}; // version 13, layer 1: a component
constexpr int importSection = 10;
constexpr int exportSection = 11;
constexpr int longestNumber = 5; ///< bytes of a 32-bit LEB128

/// Reads forward and never past the end: what cannot be read leaves `ok` false.
class SectionReader
{
public:
    explicit SectionReader(QByteArrayView bytes) : m_bytes(bytes) {}

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return !m_ok || m_at == m_bytes.size(); }

    int byte()
    {
        if (m_at >= m_bytes.size()) {
            m_ok = false;
            return 0;
        }
        return static_cast<unsigned char>(m_bytes[m_at++]);
    }

    quint32 number()
    {
        quint32 value = 0;
        for (int at = 0; at < longestNumber; ++at) {
            const int part = byte();
            value |= static_cast<quint32>(part & 0x7f) << (7 * at);
            if ((part & 0x80) == 0) {
                return value;
            }
        }
        m_ok = false;
        return 0;
    }

    QByteArrayView bytes(qsizetype count)
    {
        if (!m_ok || count > m_bytes.size() - m_at) {
            m_ok = false;
            return {};
        }
        m_at += count;
        return m_bytes.sliced(m_at - count, count);
    }

    QString text()
    {
        const quint32 length = number();
        return QString::fromUtf8(bytes(static_cast<qsizetype>(length)));
    }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_ok = true;
};

/// importname' and exportname': a discriminant, the name, and from discriminant 1 on maybe a version suffix.
QString externName(SectionReader &reader)
{
    const int kind = reader.byte();
    QString name = reader.text();
    if (kind == 1) {
        name += reader.text();
    }
    return name;
}

/// externdesc: what kind of thing it is; only its length matters here.
void skipDescription(SectionReader &reader)
{
    switch (reader.byte()) {
    case 0: // a core module, behind the byte 0x11
        reader.byte();
        reader.number();
        break;
    case 2: // a value: bound to an index, or of a type
        reader.byte();
        reader.number();
        break;
    case 3: // a type: equal to one, or a resource of its own
        if (reader.byte() == 0) {
            reader.number();
        }
        break;
    default: // a function, a component, an instance: of a type
        reader.number();
    }
}

QStringList importsIn(SectionReader reader)
{
    QStringList names;
    const quint32 count = reader.number();
    for (quint32 at = 0; at < count && reader.ok(); ++at) {
        names << externName(reader);
        skipDescription(reader);
    }
    return names;
}

QStringList exportsIn(SectionReader reader)
{
    QStringList names;
    const quint32 count = reader.number();
    for (quint32 at = 0; at < count && reader.ok(); ++at) {
        names << externName(reader);
        if (reader.byte() == 0) { // the sort: of a core thing there are two bytes
            reader.byte();
        }
        reader.number();
        if (reader.byte() == 1) {
            skipDescription(reader);
        }
    }
    return names;
}

} // namespace

Result<ComponentInterface> readComponent(QByteArrayView bytes)
{
    const QByteArrayView head(preamble, sizeof preamble);
    if (!bytes.startsWith(head)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("This is not a WebAssembly component."));
    }
    ComponentInterface found;
    SectionReader reader(bytes.sliced(head.size()));
    while (!reader.atEnd()) {
        const int section = reader.byte();
        const quint32 size = reader.number();
        const SectionReader content(reader.bytes(static_cast<qsizetype>(size)));
        if (section == importSection && reader.ok()) {
            found.imports += importsIn(content);
        } else if (section == exportSection && reader.ok()) {
            found.exports += exportsIn(content);
        }
    }
    if (!reader.ok()) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The WebAssembly component is cut off."));
    }
    found.imports.sort();
    found.exports.sort();
    return found;
}

} // namespace studio
