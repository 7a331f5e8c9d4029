// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/history_chart.h"

#include "ui/common/announce.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/timing/chart_keys.h"
#include "ui/timing/timing_text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <functional>

namespace studio {

namespace {

constexpr int chartMargin = 8;
constexpr int titleWidth = 190;
constexpr int rowGap = 8;
constexpr double widestColumn = 24;

} // namespace

struct HistoryChart::Row
{
    QString title;
    QColor color;
    std::function<double(const CompileRecord &)> value;
    std::function<QString(double)> text;
};

HistoryChart::HistoryChart(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("The last compiles"));
    setMinimumHeight(100);
}

void HistoryChart::show(const QList<CompileRecord> &records)
{
    m_records = records;
    m_current = -1;
    update();
}

void HistoryChart::setCurrent(int record)
{
    m_current = record >= 0 && record < m_records.size() ? record : -1;
    update();
}

void HistoryChart::choose(int record)
{
    setCurrent(record);
    if (m_current < 0) {
        return;
    }
    setAccessibleDescription(recordText(m_records[m_current]));
    announce(this, accessibleDescription());
    Q_EMIT currentChanged(m_current);
}

QRectF HistoryChart::columnOf(int record) const
{
    const double room = std::max(1, width() - 2 * chartMargin - titleWidth);
    const double step = std::min(widestColumn, room / std::max<double>(1, double(m_records.size())));
    return {chartMargin + titleWidth + record * step, 0, step, double(height())};
}

int HistoryChart::recordAt(QPointF point) const
{
    for (int record = 0; record < m_records.size(); ++record) {
        if (columnOf(record).contains(point)) {
            return record;
        }
    }
    return -1;
}

void HistoryChart::paintRow(QPainter &painter, const Row &row, const QRectF &place) const
{
    double highest = 0;
    double last = 0;
    for (const CompileRecord &record : m_records) {
        highest = std::max(highest, row.value(record));
        last = row.value(record) > 0 ? row.value(record) : last;
    }
    painter.setPen(palette().color(QPalette::Text));
    const QRectF words(place.left(), place.top(), titleWidth - 8, place.height());
    painter.drawText(words, Qt::AlignTop | Qt::AlignLeft, row.title);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QString range = highest > 0 ? tr("%1, at most %2").arg(row.text(last), row.text(highest)) : tr("none yet");
    painter.drawText(words, Qt::AlignBottom | Qt::AlignLeft,
                     fontMetrics().elidedText(range, Qt::ElideRight, int(words.width())));
    painter.setPen(Theme::current().border);
    painter.drawLine(QPointF(place.left() + titleWidth, place.bottom()), place.bottomRight());
    for (int i = 0; i < m_records.size(); ++i) {
        const double value = row.value(m_records[i]);
        if (value <= 0 || highest <= 0) {
            continue;
        }
        const QRectF column = columnOf(i);
        const double height = std::max(1.0, value / highest * place.height());
        QColor color = m_records[i].isGood ? row.color : Theme::current().danger;
        color.setAlphaF(i == m_current ? 1.0F : 0.6F);
        const QRectF bar(column.left() + 0.5, place.bottom() - height, std::max(1.0, column.width() - 1), height);
        painter.fillRect(bar, color);
        if (!m_records[i].isGood && bar.width() >= 5) { // not by its colour alone
            painter.setPen(palette().color(QPalette::Base));
            painter.drawLine(bar.topLeft(), bar.bottomRight());
        }
    }
}

void HistoryChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const Theme &theme = Theme::current();
    const std::array rows{
        Row{tr("Compile"), theme.information, [](const CompileRecord &one) { return one.compileMs; }, millisecondsText},
        Row{tr("Run to answer"), theme.success, [](const CompileRecord &one) { return one.answerMs; },
            millisecondsText},
        Row{tr("Artifact"), theme.muted, [](const CompileRecord &one) { return double(one.artifactBytes); },
            [](double bytes) { return sizeText(qint64(bytes)); }},
    };
    if (m_current >= 0) {
        QColor chosen = palette().color(hasFocus() ? QPalette::Highlight : QPalette::Mid);
        chosen.setAlphaF(0.25F);
        painter.fillRect(columnOf(m_current), chosen);
    }
    const double height = (this->height() - 2.0 * chartMargin - (rows.size() - 1) * rowGap) / rows.size();
    double top = chartMargin;
    for (const Row &row : rows) {
        paintRow(painter, row, QRectF(chartMargin, top, width() - 2.0 * chartMargin, height));
        top += height + rowGap;
    }
}

void HistoryChart::keyPressEvent(QKeyEvent *event)
{
    if (const auto next = itemAfterKey(event->key(), m_current, static_cast<int>(m_records.size()))) {
        choose(*next);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void HistoryChart::mousePressEvent(QMouseEvent *event)
{
    if (const int record = recordAt(event->position()); record >= 0) {
        choose(record);
    }
}

void HistoryChart::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (m_current < 0 && !m_records.isEmpty() && event->reason() != Qt::MouseFocusReason) {
        choose(static_cast<int>(m_records.size()) - 1);
    }
}

bool HistoryChart::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const int record = recordAt(help->pos());
        record < 0 ? QToolTip::hideText()
                   : QToolTip::showText(help->globalPos(), asTip(recordText(m_records[record])), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace studio
