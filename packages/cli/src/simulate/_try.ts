import { runSimulation } from "./run-simulation.ts";
const m=await runSimulation({host:"127.0.0.1",port:39060,transport:process.argv[2] as "udp",seed:5,firstCall:0,rate:Number(process.argv[3]),seconds:8,agents:4,shape:"mixed",talkS:2,ringS:1.5,authKey:""});
console.log(m);
