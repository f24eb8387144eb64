// The parts of ECharts that the packs use, and no others. Bundled to
// dist/echarts.js by `make assets`; reports/svg.go runs it.
import { use, init } from 'echarts/core';
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, SVGRenderer]);

export { init };
