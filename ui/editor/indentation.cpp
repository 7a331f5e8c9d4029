// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/indentation.h"

namespace studio {

QString leadingBlanks(const QString &line)
{
    qsizetype count = 0;
    while (count < line.size() && (line[count] == u' ' || line[count] == u'\t')) {
        ++count;
    }
    return line.first(count);
}

QString indentUnit(const QsciScintilla &editor)
{
    if (editor.indentationsUseTabs()) {
        return QStringLiteral("\t");
    }
    return QString(editor.indentationWidth() > 0 ? editor.indentationWidth() : editor.tabWidth(), QLatin1Char(' '));
}

QByteArray lineEndOf(const QsciScintilla &editor)
{
    switch (editor.eolMode()) {
    case QsciScintilla::EolWindows:
        return QByteArrayLiteral("\r\n");
    case QsciScintilla::EolMac:
        return QByteArrayLiteral("\r");
    default:
        return QByteArrayLiteral("\n");
    }
}

} // namespace studio
