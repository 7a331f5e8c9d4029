// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/marker_pictures.h"

#include "ui/editor/code_editor.h"

#include <QPainter>

namespace studio {

MarkerPictures::MarkerPictures(CodeEditor *editor, int margin) : QObject(editor), m_editor(editor), m_margin(margin)
{
    connect(editor, &CodeEditor::painted, this,
            [this](QPainter *painter, const QRect &area) { paint(*painter, area); });
}

void MarkerPictures::set(int marker, Picture picture)
{
    m_editor->markerDefine(QsciScintilla::Invisible, marker);
    m_pictures[marker] = std::move(picture);
}

void MarkerPictures::paint(QPainter &painter, const QRect &area) const
{
    if (area.left() > m_editor->marginArea(m_margin, 0).right()) {
        return;
    }
    const int last = m_editor->rowAt(area.bottom());
    for (int line = m_editor->rowAt(area.top()); line <= last; ++line) {
        const unsigned marks = m_editor->markersAtLine(line);
        if (marks == 0 || m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEVISIBLE, word(line)) == 0) {
            continue;
        }
        for (const auto &[marker, picture] : m_pictures) {
            if ((marks >> static_cast<unsigned>(marker) & 1U) != 0) {
                const QRect place = m_editor->marginArea(m_margin, line);
                painter.save();
                painter.setRenderHint(QPainter::Antialiasing);
                painter.translate(place.x() + (place.width() - size) / 2.0, place.y() + (place.height() - size) / 2.0);
                picture(painter);
                painter.restore();
            }
        }
    }
}

} // namespace studio
