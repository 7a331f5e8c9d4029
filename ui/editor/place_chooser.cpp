// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/place_chooser.h"

#include "ui/common/fonts.h"

#include <QListWidget>
#include <QScreen>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int maxChooserRows = 12;
constexpr int maxChooserWidth = 900;
constexpr qsizetype maxShownLength = 120; ///< of a line's text

} // namespace

PlaceChooser::PlaceChooser(QWidget *parent) : QFrame(parent, Qt::Popup), m_list(new QListWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Places to go to"));
    m_list->setFont(monospaceFont());
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    setFocusProxy(m_list);
    const auto choose = [this] {
        const int row = m_list->currentRow();
        close();
        Q_EMIT chosen(row);
    };
    connect(m_list, &QListWidget::itemClicked, this, choose);
    connect(m_list, &QListWidget::itemActivated, this, [this, choose] {
        if (isVisible()) { // a click may count as both
            choose();
        }
    });
}

void PlaceChooser::add(const QString &place, const QString &line)
{
    m_list->addItem(place + QStringLiteral("  ") + line.first(std::min(line.size(), maxShownLength)));
}

void PlaceChooser::showAt(const QPoint &global)
{
    const int rows = std::min(maxChooserRows, m_list->count());
    const int width = m_list->sizeHintForColumn(0) + m_list->verticalScrollBar()->sizeHint().width();
    m_list->setFixedSize(std::min(maxChooserWidth, width), rows * m_list->sizeHintForRow(0) + 4);
    adjustSize();
    const QRect screen = parentWidget()->screen()->availableGeometry();
    move(std::clamp(global.x(), screen.left(), std::max(screen.left(), screen.right() - this->width())),
         std::clamp(global.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
    m_list->setCurrentRow(0);
    show();
    m_list->setFocus();
}

} // namespace studio
