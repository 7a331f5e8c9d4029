// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/fold_margin.h"

#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/server_folds.h"

#include <QPainter>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr int foldMarginWidth = 16;
constexpr double arrowReach = 3.5; ///< from the arrow's middle to its ends, in pixels
constexpr double arrowPen = 1.6;

} // namespace

FoldMargin::FoldMargin(CodeEditor *editor, ServerFolds *folds) : QObject(editor), m_editor(editor), m_folds(folds)
{
    editor->setMargins(margin + 1);
    editor->setMarginType(margin, QsciScintilla::SymbolMargin);
    editor->setMarginMarkerMask(margin, 0);
    editor->setMarginWidth(margin, foldMarginWidth);
    editor->setMarginSensitivity(margin, true);
    editor->SendScintilla(Sci::SCI_SETMARGINCURSORN, word(margin), static_cast<long>(Sci::SC_CURSORARROW));
    connect(editor, &CodeEditor::painted, this,
            [this](QPainter *painter, const QRect &area) { paint(*painter, area); });
    connect(folds, &ServerFolds::changed, editor->viewport(), qOverload<>(&QWidget::update));
    // What is typed in one line may make the one before it a header; Scintilla paints the line of the change alone.
    connect(editor, &CodeEditor::changed, editor->viewport(), qOverload<>(&QWidget::update));
    connect(editor, &QsciScintilla::marginClicked, this, [this](int where, int line) {
        if (where == margin) {
            m_folds->toggle(line);
        }
    });
}

FoldMargin::Arrow FoldMargin::arrowAt(int line) const
{
    if (isFolded(*m_editor, line)) {
        return Arrow::Folded;
    }
    return m_folds->hasBlockAt(line) ? Arrow::Open : Arrow::None;
}

/// As strong as the words of the window while it is folded, so that hidden lines are not overlooked.
void FoldMargin::paint(QPainter &painter, const QRect &area) const
{
    if (area.left() > m_editor->marginArea(margin, 0).right()) {
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::current();
    const int last = m_editor->rowAt(area.bottom());
    for (int line = m_editor->rowAt(area.top()); line <= last; ++line) {
        const bool isShown = m_editor->SendScintilla(Sci::SCI_GETLINEVISIBLE, word(line)) != 0;
        const Arrow arrow = isShown ? arrowAt(line) : Arrow::None;
        if (arrow == Arrow::None) {
            continue;
        }
        const QPointF middle = QRectF(m_editor->marginArea(margin, line)).center();
        const double half = arrowReach / 2;
        painter.setPen(QPen(arrow == Arrow::Folded ? theme.text : theme.muted, arrowPen, Qt::SolidLine, Qt::RoundCap,
                            Qt::RoundJoin));
        painter.drawPolyline(arrow == Arrow::Open
                                 ? QPolygonF{middle + QPointF(-arrowReach, -half), middle + QPointF(0, half),
                                             middle + QPointF(arrowReach, -half)}
                                 : QPolygonF{middle + QPointF(-half, -arrowReach), middle + QPointF(half, 0),
                                             middle + QPointF(-half, arrowReach)});
    }
    painter.restore();
}

} // namespace studio
