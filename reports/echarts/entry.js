// The parts of ECharts that the packs use, and no others. Bundled to
// dist/echarts.js by `make assets`; reports/svg.go runs it.
import { use, init, setPlatformAPI } from 'echarts/core';
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([
  BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart,
  GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent,
  SVGRenderer,
]);

export { init, setPlatformAPI };
